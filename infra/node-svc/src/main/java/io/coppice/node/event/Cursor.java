package io.coppice.node.event;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far a reader has come: the next position of each log by its name, as text {@code compute-1f2e:17,config-0a9b:4}. */
record Cursor(Map<String, Long> next) {
    Cursor {
        next = Map.copyOf(next);
    }

    /** Empty when it is none. */
    static Optional<Cursor> parse(String text) {
        Map<String, Long> next = new TreeMap<>();
        for (String part : text.split(",")) {
            if (!part.matches("[a-z]+-[0-9a-f]{8}:[0-9]{1,18}")) {
                return Optional.empty();
            }
            int colon = part.indexOf(':');
            next.put(part.substring(0, colon), Long.parseLong(part.substring(colon + 1)));
        }
        return Optional.of(new Cursor(next));
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
