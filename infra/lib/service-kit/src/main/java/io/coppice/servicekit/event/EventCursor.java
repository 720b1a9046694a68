package io.coppice.servicekit.event;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a reader has come: the next position of each log by its name, as text {@code compute-1f2e:17,config-0a9b:4}. It
 * means the same after any restart; to a reader it is opaque.
 */
public record EventCursor(Map<String, Long> next) {
    /** More than any cluster has logs, each of some thirty characters. */
    private static final int LONGEST = 8 * 1024;

    public EventCursor {
        next = Map.copyOf(next);
    }

    /** Empty when it is none. */
    public static Optional<EventCursor> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Map<String, Long> next = new TreeMap<>();
        for (String part : text.split(",")) {
            if (!part.matches("[a-z]+-[0-9a-f]{8}:[0-9]{1,18}")) {
                return Optional.empty();
            }
            int colon = part.indexOf(':');
            next.put(part.substring(0, colon), Long.parseLong(part.substring(colon + 1)));
        }
        return Optional.of(new EventCursor(next));
    }

    /** The position that comes next of a log; of one that it does not know, the first. */
    public long of(String log) {
        return next.getOrDefault(log, 1L);
    }

    /** Whether it knows a log at all. */
    boolean knows(String log) {
        return next.containsKey(log);
    }

    /** Behind a line. */
    public EventCursor after(String log, long position) {
        Map<String, Long> later = new TreeMap<>(next);
        later.put(log, position + 1);
        return new EventCursor(later);
    }

    /** Whether everything before the other one is before this one too. */
    public boolean hasPassed(EventCursor other) {
        return other.next.entrySet().stream().allMatch(e -> of(e.getKey()) >= e.getValue());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(next).forEach((log, at) -> {
            if (!text.isEmpty()) {
                text.append(',');
            }
            text.append(log).append(':').append(at);
        });
        return text.toString();
    }
}
