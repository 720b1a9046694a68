package io.coppice.servicekit.reconcile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconcilerLoopTest {
    private final Semaphore passes = new Semaphore(0);

    private boolean passed(int times) throws InterruptedException {
        return passes.tryAcquire(times, 20, TimeUnit.SECONDS);
    }

    @Test
    void the_first_pass_is_at_once_and_a_nudge_brings_the_next() throws Exception {
        try (ReconcilerLoop loop = new ReconcilerLoop("test", passes::release, Duration.ofDays(1), new Random(1))) {
            assertTrue(passed(1));
            loop.nudge();
            assertTrue(passed(1));
        }
    }

    @Test
    void a_pass_that_fails_is_followed_by_the_next() throws Exception {
        Reconciler fails = () -> {
            passes.release();
            throw new IllegalStateException("made to fail");
        };
        try (ReconcilerLoop loop = new ReconcilerLoop("test", fails, Duration.ofMillis(5), new Random(1))) {
            assertTrue(passed(3));
        }
    }
}
