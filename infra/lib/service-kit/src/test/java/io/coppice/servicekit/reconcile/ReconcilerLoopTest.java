package io.coppice.servicekit.reconcile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
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

    @Test
    void no_pass_begins_after_the_end_though_one_takes_its_interrupt_for_something_else() throws Exception {
        Reconciler swallows = () -> {
            passes.release();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // taken for the end of what it waited for
            }
        };
        ReconcilerLoop loop = new ReconcilerLoop("test", swallows, Duration.ofMillis(1), new Random(1));
        assertTrue(passed(1));
        loop.close();
        assertFalse(passes.tryAcquire(500, TimeUnit.MILLISECONDS));
    }
}
