package io.coppice.archive.nbd;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps the reading of disks and archives from being faster than it may be. */
public final class Pace {
    private static final long SECOND = 1_000_000_000L;
    private final long bytesPerSecond;
    private final LongSupplier nanos;
    private final Wait wait;
    private long due;

    /** Lets time pass. */
    @FunctionalInterface
    interface Wait {
        void nanos(long nanos) throws InterruptedException;
    }

    Pace(long kibPerSecond, LongSupplier nanos, Wait wait) {
        this.bytesPerSecond = kibPerSecond * 1024;
        this.nanos = nanos;
        this.wait = wait;
        this.due = nanos.getAsLong();
    }

    /** @param kibPerSecond 0 for no limit */
    public static Pace of(long kibPerSecond) {
        return new Pace(kibPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** Waits until so many more bytes may be read; a pause is not made up for later. */
    public void pass(long bytes) throws InterruptedException {
        if (bytesPerSecond <= 0) {
            return;
        }
        long now = nanos.getAsLong();
        if (due > now) {
            wait.nanos(due - now);
        }
        due = Math.max(due, now) + (long) ((double) bytes / bytesPerSecond * SECOND);
    }
}
