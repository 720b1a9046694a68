package io.coppice.compute.owner;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a guest that does the same over and over from filling the log: a line is written five times a minute, and then at
 * the next minute with the number of those that were left out. Not safe for threads.
 */
final class SaidBefore {
    private static final int A_MINUTE = 5;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int LINES = 32;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private static final class Count {
        private long since;
        private int said;
        private int left;

        private Count(long since) {
            this.since = since;
        }
    }

    /**
     * What is to be written of a line, if anything.
     *
     * @param nanos of a clock that never goes back
     */
    Optional<String> admit(String line, long nanos) {
        if (!counts.containsKey(line) && counts.size() >= LINES) {
            counts.remove(counts.keySet().iterator().next());
        }
        Count count = counts.computeIfAbsent(line, l -> new Count(nanos));
        int left = 0;
        if (nanos - count.since >= MINUTE) {
            left = count.left;
            count.since = nanos;
            count.said = 0;
            count.left = 0;
        }
        if (count.said >= A_MINUTE) {
            count.left++;
            return Optional.empty();
        }
        count.said++;
        return Optional.of(left == 0 ? line : line + " (and " + left + " times more since it was last written)");
    }
}
