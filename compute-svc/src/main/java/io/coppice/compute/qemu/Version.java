package io.coppice.compute.qemu;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a QEMU, or of a machine type.
 *
 * @param revision of the machine's layout within a version, the {@code 2} of {@code pc-q35-11.0+pve2}
 */
public record Version(int major, int minor, int revision) implements Comparable<Version> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.\\d+)*(?:\\+pve(\\d{1,4}))?");
    private static final Comparator<Version> ORDER =
            Comparator.comparingInt(Version::major).thenComparingInt(Version::minor);

    /** The first that stands in a text. */
    public static Optional<Version> in(String text) {
        Matcher m = TEXT.matcher(text);
        return m.find()
                ? Optional.of(new Version(
                        Integer.parseInt(m.group(1)),
                        Integer.parseInt(m.group(2)),
                        m.group(3) == null ? 0 : Integer.parseInt(m.group(3))))
                : Optional.empty();
    }

    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return ORDER.compare(this, new Version(wantedMajor, wantedMinor, 0)) >= 0;
    }

    /** A later version has all revisions of earlier ones. */
    boolean isAtLeast(int wantedMajor, int wantedMinor, int wantedRevision) {
        int byNumber = ORDER.compare(this, new Version(wantedMajor, wantedMinor, 0));
        return byNumber > 0 || byNumber == 0 && revision >= wantedRevision;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.thenComparingInt(Version::revision).compare(this, other);
    }
}
