package io.coppice.systemtest;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what other processes do: looks again until it is so, or fails. */
final class Await {
    private Await() {}

    static void aMoment() {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }

    static void until(String what, Duration atMost, Callable<Boolean> so) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!so.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + atMost.toSeconds() + " s still not so: " + what);
            }
            aMoment();
        }
    }
}
