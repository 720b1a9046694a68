package io.coppice.servicekit.feed;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLine;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.MergedLogs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The feed of the process that has the logs. */
public final class LocalFeed implements Feed {
    /** The most that a page holds, in characters, where it is not a single event. */
    static final int PAGE = 64 * 1024;

    /** How often a follower hears that all is well, so that one that went is noticed. */
    private static final Duration BEAT = Duration.ofSeconds(5);

    private static final int LOOK = 1_000;

    /** Of each log; a page seldom holds more. */
    private static final int LOOK_BACK = 200;

    private final EventLogs logs;
    private final MergedLogs merged;
    private final MergedLogs old;
    private final Supplier<String> revision;
    private final States states;

    /** @param revision of the truth as it is now */
    public LocalFeed(EventLogs logs, Supplier<String> revision, States states) {
        this.logs = logs;
        this.merged = new MergedLogs(logs);
        this.old = new MergedLogs(logs.apart());
        this.revision = revision;
        this.states = states;
    }

    @Override
    public void follow(Optional<EventCursor> from, Sink to) throws IOException, InterruptedException {
        MergedLogs.Found at = start(merged, from, merged.end());
        to.at(at.next(), at.expired());
        EventCursor next = at.next();
        while (true) {
            long seen = logs.seen();
            MergedLogs.Found found = merged.read(next, LOOK);
            if (found.expired()) {
                to.at(next, true);
            }
            to.seen(revision.get());
            for (EventLine line : found.lines()) {
                to.event(line);
            }
            next = found.next();
            if (found.lines().isEmpty()) {
                logs.awaitMore(seen, BEAT);
            } else {
                to.seen(revision.get());
            }
        }
    }

    private static MergedLogs.Found start(MergedLogs logs, Optional<EventCursor> from, EventCursor otherwise)
            throws IOException {
        return from.isPresent() ? logs.resume(from.get()) : new MergedLogs.Found(List.of(), otherwise, false);
    }

    @Override
    public void page(Optional<EventCursor> from, Sink to) throws IOException, InterruptedException {
        MergedLogs.Found at = start(old, from, old.first());
        to.at(at.next(), at.expired());
        MergedLogs.Found found = old.read(at.next(), LOOK_BACK);
        to.seen(revision.get());
        EventCursor next = at.next();
        int size = 0;
        for (EventLine line : found.lines()) {
            size += line.json().length();
            if (size > PAGE && size > line.json().length()) {
                to.at(next, false);
                return;
            }
            to.event(line);
            next = next.after(line.log(), line.position());
        }
        to.at(found.next(), false);
    }

    @Override
    public void state(Sink to) throws IOException, InterruptedException {
        States.State now = states.now();
        to.at(now.next(), false);
        to.seen(now.revision());
        while (now.objects().hasNext()) {
            to.object(now.objects().next());
        }
    }
}
