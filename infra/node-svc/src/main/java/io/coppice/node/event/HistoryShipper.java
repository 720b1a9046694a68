package io.coppice.node.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.EventLog;
import io.coppice.servicekit.event.HistoryLog;
import io.coppice.servicekit.event.LogReader;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an event of each change of the truth, in order. Each node does, into a {@link HistoryLog}, and all make the same of
 * a change, its id and its source too: whoever tells it, it is told once. How far it has come stands beside its log, and in the
 * log's last event, which may be ahead; where there is none, it begins at the place in the truth that the leader keeps.
 */
public final class HistoryShipper implements Watcher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryShipper.class);
    private static final String CURSOR = HistoryEvents.CURSOR;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** Tries to go on from where it was before a reset is believed: a store may reset whom it likes. */
    private static final int TRIES = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Store store;
    private final Path folder;
    private final NodeName here;
    private final Runnable afterwards;
    private final InstantSource clock;
    private final BooleanSupplier keepsPlace;
    private EventLog log;
    private Revision seen;

    /** The position of the newest line: a crash may have come between two events of one change. */
    private long told;

    private Store.Watch watch;
    private int resets;
    private volatile boolean closed;

    /** Of a node that keeps the place in the truth itself. */
    public HistoryShipper(Store store, NodeName here, Path folder, Runnable afterwards, InstantSource clock)
            throws IOException {
        this(store, here, folder, afterwards, clock, () -> true);
    }

    /**
     * @param afterwards called when something was written
     * @param keepsPlace whether this node is the one that does so now
     */
    public HistoryShipper(
            Store store,
            NodeName here,
            Path folder,
            Runnable afterwards,
            InstantSource clock,
            BooleanSupplier keepsPlace)
            throws IOException {
        this.store = store;
        this.here = here;
        this.folder = folder;
        this.afterwards = afterwards;
        this.clock = clock;
        this.keepsPlace = keepsPlace;
        this.log = open(store.image().revision());
        this.seen = position();
        this.watch = () -> {};
    }

    private EventLog open(Revision now) throws IOException {
        return EventLog.openNamed(folder, HistoryLog.name(now.incarnation()), 1, EventLog.Limits.USUAL, clock);
    }

    /** Begins with what has changed since it last ran. */
    public synchronized HistoryShipper start() {
        watch = store.watchAfter(seen, "", this);
        return this;
    }

    private Revision position() throws IOException {
        Revision now = store.image().revision();
        Revision kept = Files.exists(place())
                ? own(Files.readString(place()), now).orElse(new Revision(now.incarnation(), 0))
                : new Revision(now.incarnation(), 0);
        List<LogReader.Line> last =
                new LogReader(folder).read(Math.max(1, log.next() - 1), 1).lines();
        if (!last.isEmpty()) {
            ObjectNode event = EventJson.parse(last.getLast().json());
            told = HistoryLog.position(event);
            Revision whole = own(EventJson.text(event, "revision"), now)
                    .map(r -> new Revision(r.incarnation(), Math.max(0, r.number() - 1)))
                    .orElse(kept);
            return isAhead(whole, kept) ? whole : kept;
        }
        Revision begin = store.image()
                .find(CURSOR)
                .flatMap(d -> own(d.text(), now))
                .filter(r -> isAhead(r, kept))
                .orElse(kept);
        HistoryLog.begin(folder, begin.number() == 0 ? 1 : HistoryLog.position(begin.number() + 1, 0));
        return begin;
    }

    private Path place() {
        return folder.resolve("seen");
    }

    /** A revision of the truth as it is; of another one it says nothing. */
    private static Optional<Revision> own(String text, Revision now) {
        return Revision.parse(text.strip()).filter(r -> r.incarnation().equals(now.incarnation()));
    }

    private static boolean isAhead(Revision a, Revision b) {
        return a.incarnation().equals(b.incarnation()) && a.number() > b.number();
    }

    @Override
    public void reset(Image now) {
        Revision then = now.revision();
        synchronized (this) {
            if (closed) {
                return;
            }
            boolean same = then.incarnation().equals(seen.incarnation());
            if (same && then.number() <= seen.number()) {
                return;
            }
            if (same && resets++ < TRIES) {
                watch.close();
                watch = store.watchAfter(seen, "", this);
                return;
            }
            if (!same && !beginsAnew(then)) {
                return;
            }
            keep(HistoryEvents.missing(here, log.name(), same ? seen.number() + 1 : 1, then, clock.instant()));
            seen = then;
            notifyAll();
        }
        afterwards.run();
    }

    /**
     * Another truth has another log. Tries for ever, as for a change: the disk may be full for a while, and what the old log
     * held is gone.
     *
     * @return false where it was closed before
     */
    private boolean beginsAnew(Revision now) {
        while (!closed) {
            try {
                log.close();
                log = open(now);
                told = 0;
                return true;
            } catch (IOException e) {
                LOG.error("the log of the truth's history cannot be begun anew; trying again: {}", e.getMessage());
                if (!waited()) {
                    return false;
                }
            }
        }
        return false;
    }

    /** False where it was interrupted. */
    private static boolean waited() {
        try {
            Thread.sleep(AGAIN);
            return true;
        } catch (InterruptedException i) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void changed(Transition transition) {
        synchronized (this) {
            // a watch that was given up may still deliver; so may one that began anew
            if (closed || transition.revision().number() <= seen.number()) {
                return;
            }
            HistoryEvents.of(transition).forEach(this::keep);
            if (closed) {
                return;
            }
            seen = transition.revision();
            resets = 0;
            notifyAll();
        }
        afterwards.run();
    }

    /** Moves a cursor of all logs to where the history tells what came after a revision, which it waits for. */
    EventCursor behind(EventCursor before, Revision revision) throws IOException, InterruptedException {
        awaitSeen(revision);
        return before.after(HistoryLog.name(revision.incarnation()), HistoryLog.position(revision.number() + 1, 0) - 1);
    }

    private synchronized void awaitSeen(Revision revision) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isAhead(revision, seen)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException("the events of revision " + revision + " are not kept yet; try again");
            }
            wait(left);
        }
    }

    /** Tries for ever: a change must not be left out because the disk is full for a while. */
    private void keep(ObjectNode event) {
        long at = HistoryLog.position(event);
        while (!closed && at > told) {
            try {
                log.append(position -> EventJson.line(event));
                told = at;
                return;
            } catch (IOException e) {
                LOG.error("the log of events cannot be written; trying again: {}", e.getMessage());
                if (!waited()) {
                    return;
                }
            }
        }
    }

    /** Keeps how far it has come, in the store too where that is this node's part; takes away what is too old. */
    public void keepCursor() throws IOException {
        Revision now;
        synchronized (this) {
            if (closed) {
                return;
            }
            now = seen;
            log.sync();
            log.trim();
            keepPlace(now);
        }
        if (!keepsPlace.getAsBoolean()) {
            return;
        }
        Optional<Document> cursor = store.image().find(CURSOR);
        // the cursor's own change is one that it has not seen: it must not follow itself for ever
        Optional<Revision> kept = cursor.flatMap(d -> Revision.parse(d.text().strip()));
        long own = cursor.map(Document::revision).orElse(-1L);
        if (kept.isPresent()
                && (kept.get().equals(now) || (now.number() == own && kept.get().number() >= own - 1))) {
            return;
        }
        Outcome outcome = store.submit(
                Change.by(Service.NODE, "system:node").put(CURSOR, now + "\n").build());
        LOG.debug("the cursor of events: {}", outcome);
    }

    private void keepPlace(Revision now) throws IOException {
        String text = now + "\n";
        if (!Files.exists(place()) || !Files.readString(place()).equals(text)) {
            Path fresh = folder.resolve("seen.new");
            Files.writeString(fresh, text);
            Files.move(fresh, place(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Nothing is told or written any more. */
    @Override
    public void close() throws IOException {
        // before it waits: what is being told tries for ever
        closed = true;
        synchronized (this) {
            watch.close();
            log.close();
        }
    }
}
