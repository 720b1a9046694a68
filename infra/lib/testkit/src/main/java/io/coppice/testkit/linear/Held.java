package io.coppice.testkit.linear;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A time in which a client acted as the one holder of something.
 *
 * @param what is held
 * @param holder unlike all others, also those of the same client
 * @param from when it was told so, by one clock for all
 * @param until when it stopped to act so
 */
public record Held(String what, String holder, long from, long until) {
    /** Two of one thing at a time; empty where there never were two. */
    public static Optional<String> twoAtATime(List<Held> all) {
        List<Held> sorted = all.stream()
                .filter(h -> h.from() < h.until())
                .sorted(Comparator.comparing(Held::what).thenComparingLong(Held::from))
                .toList();
        Optional<Held> last = Optional.empty();
        for (Held next : sorted) {
            Optional<Held> before = last.filter(h -> h.what().equals(next.what()));
            if (before.isPresent() && before.get().until() > next.from()) {
                return Optional.of("two holders at a time: " + before.get() + " and " + next);
            }
            last = Optional.of(next);
        }
        return Optional.empty();
    }
}
