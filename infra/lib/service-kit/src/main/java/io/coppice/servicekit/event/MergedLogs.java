package io.coppice.servicekit.event;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All logs as one: each log's lines in their order, between logs by time as far as they tell it. Keeps no place. */
public final class MergedLogs {
    /** So many lines of a copy are looked at for a moment. */
    private static final int LOOK_BACK = 200;

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
        for (Map.Entry<String, LogLines> log : logs.all().entrySet()) {
            next.put(log.getKey(), log.getValue().end());
        }
        return new EventCursor(next);
    }

    /** At the oldest lines that are kept. */
    public EventCursor first() throws IOException {
        Map<String, Long> next = new TreeMap<>();
        for (Map.Entry<String, LogLines> log : logs.all().entrySet()) {
            next.put(log.getKey(), log.getValue().first());
        }
        return new EventCursor(next);
    }

    /**
     * At the ends of this node's own logs; of the others', where what the nodes share beside them may not have arrived yet,
     * behind what is older than a moment.
     */
    public EventCursor endAsOf(Instant moment) throws IOException {
        Map<String, Long> next = new TreeMap<>();
        for (Map.Entry<String, LogLines> log : logs.all().entrySet()) {
            LogLines lines = log.getValue();
            boolean copy = lines.follows() && !HistoryLog.is(log.getKey());
            next.put(log.getKey(), copy ? before(lines, moment) : lines.end());
        }
        return new EventCursor(next);
    }

    private static long before(LogLines lines, Instant moment) throws IOException {
        long end = lines.end();
        String from = moment.toString();
        for (LogReader.Line line :
                lines.read(Math.max(lines.first(), end - LOOK_BACK), LOOK_BACK).lines()) {
            if (EventJson.text(line.json(), "time").compareTo(from) >= 0) {
                return line.position();
            }
        }
        return end;
    }

    /**
     * Puts a cursor that came from outside where lines are; it need not have been one of these logs as they are now. Of a
     * log that it does not know and that others write, it begins with what is here.
     */
    public Found resume(EventCursor at) throws IOException {
        Map<String, LogLines> all = logs.all();
        Map<String, Long> next = new TreeMap<>();
        boolean expired = !all.keySet().containsAll(at.next().keySet());
        for (Map.Entry<String, LogLines> log : all.entrySet()) {
            LogLines lines = log.getValue();
            long first = lines.first();
            long wanted = wanted(at, log.getKey(), lines);
            // behind the end of this node's own lies only a log that was put back to an older state
            boolean there = wanted >= first && (lines.follows() || wanted <= lines.end());
            expired |= !there;
            next.put(log.getKey(), there ? wanted : first);
        }
        return new Found(List.of(), new EventCursor(next), expired);
    }

    private static long wanted(EventCursor at, String name, LogLines lines) throws IOException {
        return lines.follows() && !at.knows(name) ? lines.first() : at.of(name);
    }

    /** Reads on from a cursor, so many lines of each log at most. */
    public Found read(EventCursor at, int look) throws IOException {
        Map<String, Long> next = new TreeMap<>();
        List<Timed> found = new ArrayList<>();
        Map<String, LogLines> all = logs.all();
        boolean expired = !all.keySet().containsAll(at.next().keySet());
        String until = "";
        for (Map.Entry<String, LogLines> log : all.entrySet()) {
            long from = wanted(at, log.getKey(), log.getValue());
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
