package io.coppice.node.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.api.event.EventsApi;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.LogReader;
import io.coppice.servicekit.serve.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads the logs for whoever asks: what fits, and what it may see now. Holds nothing for a reader but its cursor's text. */
final class EventPages {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Lines of each log that one answer looks at, however few of them fit. */
    private static final int LOOK = 1_000;

    /** How often what other processes write is looked for. */
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final EventLogs logs;

    EventPages(EventLogs logs) {
        this.logs = logs;
    }

    private record Found(String log, long position, String time, ObjectNode event) {}

    EventsApi.Page read(Caller caller, EventsApi.Read in) throws IOException, InterruptedException {
        Cursor at = cursor(in.since());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(in.seconds());
        while (true) {
            long seen = logs.seen();
            EventsApi.Page page = once(caller, in, at);
            long left = deadline - System.nanoTime();
            if (!page.events().isEmpty() || page.expired() || left <= 0) {
                return page;
            }
            Cursor now = Cursor.parse(page.cursor()).orElse(at);
            if (now.equals(at)) {
                logs.awaitMore(seen, Duration.ofNanos(Math.min(left, GLANCE.toNanos())));
            }
            at = now;
        }
    }

    private Cursor cursor(Optional<String> since) throws IOException {
        if (since.isPresent() && !since.get().equals("first")) {
            return Cursor.parse(since.get())
                    .orElseThrow(() -> Refused.badParameter(
                            "since", "is no cursor; take one from an answer, or 'first', or leave it out"));
        }
        Map<String, Long> next = new TreeMap<>();
        for (Map.Entry<String, LogReader> log : logs.all().entrySet()) {
            next.put(
                    log.getKey(),
                    since.isPresent() ? log.getValue().first() : log.getValue().end());
        }
        return new Cursor(next);
    }

    private EventsApi.Page once(Caller caller, EventsApi.Read in, Cursor at) throws IOException {
        Pattern type = glob("io.coppice." + in.type().orElse("*").replaceFirst("^io\\.coppice\\.", ""));
        Pattern object = glob(in.object().orElse("*"));
        Map<String, Long> next = new TreeMap<>();
        List<Found> found = new ArrayList<>();
        Map<String, LogReader> all = logs.all();
        boolean expired = !all.keySet().containsAll(at.next().keySet());
        for (Map.Entry<String, LogReader> log : all.entrySet()) {
            long from = at.next().getOrDefault(log.getKey(), 1L);
            LogReader.Chunk chunk = log.getValue().read(from, LOOK);
            expired |= from < chunk.first();
            next.put(log.getKey(), chunk.next());
            for (LogReader.Line line : chunk.lines()) {
                ObjectNode event = EventJson.parse(line.json());
                if (fits(type, EventJson.text(event, "type"))
                        && object.matcher(EventJson.text(event, "subject")).matches()
                        && maySee(caller, event)) {
                    found.add(new Found(log.getKey(), line.position(), EventJson.text(event, "time"), event));
                }
            }
        }
        found.sort(Comparator.comparing(Found::time));
        for (Found f : found.subList(Math.min(in.limit(), found.size()), found.size())) {
            next.merge(f.log(), f.position(), Math::min);
        }
        // one of another log that came earlier than its own log's cut is left for the next page too
        List<Map<String, Object>> events = found.stream()
                .filter(f -> f.position() < next.getOrDefault(f.log(), 0L))
                .map(f -> map(f.event()))
                .toList();
        return new EventsApi.Page(events, new Cursor(next).toString(), expired);
    }

    private static boolean fits(Pattern pattern, String type) {
        return pattern.matcher(type).matches()
                || pattern.matcher(type.replaceFirst("\\.v\\d+$", "")).matches();
    }

    /** As it is now: who lost a grant sees nothing more, who got one sees what is kept. */
    private static boolean maySee(Caller caller, ObjectNode event) {
        String owner = EventJson.text(event, "aclowner");
        return (!owner.isEmpty() && owner.equals(caller.name()))
                || caller.may(EventJson.text(event, "aclpath"), EventJson.text(event, "aclprivilege"));
    }

    static Pattern glob(String glob) {
        StringBuilder pattern = new StringBuilder();
        for (String literal : glob.split("\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(pattern.toString());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(ObjectNode event) {
        return JSON.convertValue(event, Map.class);
    }
}
