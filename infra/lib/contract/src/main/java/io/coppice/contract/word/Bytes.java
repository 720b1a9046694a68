package io.coppice.contract.word;

/** An amount of bytes, never negative. */
public record Bytes(long count) implements Comparable<Bytes> {
    public static final long KIB = 1024;
    public static final long MIB = 1024 * KIB;
    public static final long GIB = 1024 * MIB;

    public Bytes {
        if (count < 0) {
            throw new Malformed("a size is not negative, but was " + count);
        }
    }

    public static Bytes mebibytes(long n) {
        return new Bytes(Math.multiplyExact(n, MIB));
    }

    public static Bytes gibibytes(long n) {
        return new Bytes(Math.multiplyExact(n, GIB));
    }

    /** Rounded down. */
    public long toMebibytes() {
        return count / MIB;
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(count, other.count);
    }
}
