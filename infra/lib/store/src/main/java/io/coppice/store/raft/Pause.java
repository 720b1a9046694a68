package io.coppice.store.raft;

import java.util.concurrent.TimeUnit;

/** How long to wait before a replica is started once more. Ratis keeps memory of a start that failed: not too many of them. */
final class Pause {
    private static final long MOST_SECONDS = 16;

    private long seconds = 1;
    private long until;

    void begin() {
        seconds = 1;
        until(seconds);
    }

    /** It failed again. */
    void longer() {
        seconds = Math.min(2 * seconds, MOST_SECONDS);
        until(seconds);
    }

    private void until(long now) {
        until = System.nanoTime() + TimeUnit.SECONDS.toNanos(now);
    }

    boolean over() {
        return System.nanoTime() - until > 0;
    }
}
