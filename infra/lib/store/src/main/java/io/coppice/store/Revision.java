package io.coppice.store;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the truth has come: a counter that every done change raises by one, within an incarnation (new when a cluster
 * is made anew or restored).
 */
public record Revision(UUID incarnation, long number) {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-(\\d{1,18})");

    /** As {@link #toString} prints it; empty for anything else. */
    public static Optional<Revision> parse(String text) {
        Matcher m = FORM.matcher(text);
        return m.matches()
                ? Optional.of(new Revision(UUID.fromString(m.group(1)), Long.parseLong(m.group(2))))
                : Optional.empty();
    }

    /** Whether all that the other one has is in this one. */
    public boolean reaches(Revision other) {
        return incarnation.equals(other.incarnation) && number >= other.number;
    }

    @Override
    public String toString() {
        return incarnation + "-" + number;
    }
}
