package io.coppice.servicekit.reconcile;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one reconciler, one pass after the other, on a virtual thread of its own; the first at once. */
public final class ReconcilerLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcilerLoop.class);
    private static final double JITTER = 0.1;

    private final String name;
    private final Reconciler reconciler;
    private final Duration period;
    private final RandomGenerator random;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts it.
     *
     * @param period between the end of a pass and the next, more or less a tenth, so that many do not march in step
     */
    public ReconcilerLoop(String name, Reconciler reconciler, Duration period, RandomGenerator random) {
        this.name = name;
        this.reconciler = reconciler;
        this.period = period;
        this.random = random;
        this.thread = Thread.ofVirtual().name("reconcile-" + name).start(this::loop);
    }

    /** Something happened that it may care for: the next pass begins now, or when the running one has ended. */
    public void nudge() {
        nudges.release();
    }

    private void loop() {
        try {
            while (!closed) {
                nudges.drainPermits();
                pass();
                if (closed) {
                    // its interrupt may have been taken for the end of something within the pass
                    return;
                }
                double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
                boolean nudged = nudges.tryAcquire((long) (period.toMillis() * factor), TimeUnit.MILLISECONDS);
                LOG.trace("{} {}", name, nudged ? "was nudged" : "is due");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass() throws InterruptedException {
        try {
            reconciler.reconcile();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("{} failed and is tried again within {} s", name, period.toSeconds(), e);
        }
    }

    /** Interrupts a running pass and waits for it, five seconds at most; no other begins. */
    @Override
    public void close() {
        closed = true;
        nudges.release();
        thread.interrupt();
        try {
            boolean ended = thread.join(Duration.ofSeconds(5));
            LOG.debug("{} {}", name, ended ? "ended" : "does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
