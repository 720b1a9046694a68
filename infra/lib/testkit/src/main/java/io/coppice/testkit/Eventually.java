package io.coppice.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads: often looked at, given a minute on a busy machine. */
public final class Eventually {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long PAUSE_NANOS = 2_000_000;

    private Eventually() {}

    /** @throws AssertionError naming what did not happen */
    public static void that(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + MINUTE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("after " + MINUTE.toSeconds() + " s it is still not so that " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
