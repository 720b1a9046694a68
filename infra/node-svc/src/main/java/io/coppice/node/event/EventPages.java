package io.coppice.node.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.api.event.EventsApi;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventFilter;
import io.coppice.servicekit.event.EventLine;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.MergedLogs;
import io.coppice.servicekit.serve.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads the logs for whoever asks: what fits, and what it may see now. Holds nothing for a reader but its cursor's text. */
final class EventPages {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Lines of each log that one answer looks at, however few of them fit. */
    private static final int LOOK = 1_000;

    /** How often what other processes write is looked for. */
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final EventLogs logs;
    private final MergedLogs merged;

    EventPages(EventLogs logs) {
        this.logs = logs;
        this.merged = new MergedLogs(logs);
    }

    EventsApi.Page read(Caller caller, EventsApi.Read in) throws IOException, InterruptedException {
        if (in.snapshot()) {
            throw Refused.badParameter("snapshot", "is for streams: ask for text/event-stream, or for a WebSocket");
        }
        MergedLogs.Found start = cursor(in.since());
        EventCursor at = start.next();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(in.seconds());
        while (true) {
            long seen = logs.seen();
            EventsApi.Page page = once(caller, in, at);
            boolean expired = start.expired() || page.expired();
            long left = deadline - System.nanoTime();
            if (!page.events().isEmpty() || expired || left <= 0) {
                return new EventsApi.Page(page.events(), page.cursor(), expired);
            }
            EventCursor now = EventCursor.parse(page.cursor()).orElse(at);
            if (now.equals(at)) {
                logs.awaitMore(seen, Duration.ofNanos(Math.min(left, GLANCE.toNanos())));
            }
            at = now;
        }
    }

    private MergedLogs.Found cursor(Optional<String> since) throws IOException {
        if (since.isEmpty() || since.get().equals("first")) {
            return new MergedLogs.Found(List.of(), since.isEmpty() ? merged.end() : merged.first(), false);
        }
        return merged.resume(EventCursor.parse(since.get())
                .orElseThrow(() -> Refused.badParameter(
                        "since", "is no cursor; take one from an answer, or 'first', or leave it out")));
    }

    private EventsApi.Page once(Caller caller, EventsApi.Read in, EventCursor at) throws IOException {
        EventFilter filter = EventFilter.of(in.type(), in.object());
        MergedLogs.Found found = merged.read(at, LOOK);
        List<Map<String, Object>> events = new ArrayList<>();
        EventCursor next = at;
        for (EventLine line : found.lines()) {
            if (filter.fits(line.text("type"), line.text("subject")) && maySee(caller, line)) {
                if (events.size() == in.limit()) {
                    return new EventsApi.Page(events, next.toString(), found.expired());
                }
                events.add(map(line.event()));
            }
            next = next.after(line.log(), line.position());
        }
        return new EventsApi.Page(events, found.next().toString(), found.expired());
    }

    /** As it is now: who lost a grant sees nothing more, who got one sees what is kept. */
    private static boolean maySee(Caller caller, EventLine event) {
        String owner = event.text("aclowner");
        return (!owner.isEmpty() && owner.equals(caller.name()))
                || caller.may(event.text("aclpath"), event.text("aclprivilege"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(ObjectNode event) {
        return JSON.convertValue(event, Map.class);
    }
}
