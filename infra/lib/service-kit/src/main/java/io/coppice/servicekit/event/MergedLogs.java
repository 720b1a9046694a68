package io.coppice.servicekit.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All logs as one: each log's lines in their order, between logs by time as far as they tell it. Keeps no place. */
public final class MergedLogs {
    private final EventLogs logs;

    public MergedLogs(EventLogs logs) {
        this.logs = logs;
    }

    /**
     * What a look found.
     *
     * @param next where to go on behind all of the lines
     * @param expired whether lines between the cursor and the first of these are gone
     */
    public record Found(List<EventLine> lines, EventCursor next, boolean expired) {}

    private record Timed(EventLine line, String time) {}

    /** At the ends of all logs: what comes from now on. */
    public EventCursor end() throws IOException {
        Map<String, Long> next = new TreeMap<>();
        for (Map.Entry<String, LogReader> log : logs.all().entrySet()) {
            next.put(log.getKey(), log.getValue().end());
        }
        return new EventCursor(next);
    }

    /** At the oldest lines that are kept. */
    public EventCursor first() throws IOException {
        Map<String, Long> next = new TreeMap<>();
        for (Map.Entry<String, LogReader> log : logs.all().entrySet()) {
            next.put(log.getKey(), log.getValue().first());
        }
        return new EventCursor(next);
    }

    /** Puts a cursor that came from outside where lines are; it need not have been one of these logs as they are now. */
    public Found resume(EventCursor at) throws IOException {
        Map<String, LogReader> all = logs.all();
        Map<String, Long> next = new TreeMap<>();
        boolean expired = !all.keySet().containsAll(at.next().keySet());
        for (Map.Entry<String, LogReader> log : all.entrySet()) {
            long first = log.getValue().first();
            long wanted = at.of(log.getKey());
            // behind the end lies only a log that was put back to an older state
            boolean there = wanted >= first && wanted <= log.getValue().end();
            expired |= !there;
            next.put(log.getKey(), there ? wanted : first);
        }
        return new Found(List.of(), new EventCursor(next), expired);
    }

    /** Reads on from a cursor, so many lines of each log at most. */
    public Found read(EventCursor at, int look) throws IOException {
        Map<String, Long> next = new TreeMap<>();
        List<Timed> found = new ArrayList<>();
        Map<String, LogReader> all = logs.all();
        boolean expired = !all.keySet().containsAll(at.next().keySet());
        String until = "";
        for (Map.Entry<String, LogReader> log : all.entrySet()) {
            long from = at.of(log.getKey());
            LogReader.Chunk chunk = log.getValue().read(from, look);
            expired |= from < chunk.first();
            next.put(log.getKey(), chunk.next());
            String time = "";
            for (LogReader.Line line : chunk.lines()) {
                EventLine read = EventLine.of(log.getKey(), line.position(), line.json());
                // two that wrote at once, or a clock that was set back, must not change a log's own order
                time = later(time, read.text("time"));
                found.add(new Timed(read, time));
            }
            boolean more = chunk.lines().size() == look;
            until = more && (until.isEmpty() || time.compareTo(until) < 0) ? time : until;
        }
        return merged(found, until, next, expired);
    }

    /** @param until what is later waits until the log that goes on behind this time is read further; empty for nothing */
    private static Found merged(List<Timed> found, String until, Map<String, Long> next, boolean expired) {
        found.sort(Comparator.comparing(Timed::time));
        List<EventLine> lines = new ArrayList<>();
        for (Timed one : found) {
            if (until.isEmpty() || one.time().compareTo(until) <= 0) {
                lines.add(one.line());
            } else {
                next.merge(one.line().log(), one.line().position(), Math::min);
            }
        }
        return new Found(lines, new EventCursor(next), expired);
    }

    private static String later(String a, String b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
