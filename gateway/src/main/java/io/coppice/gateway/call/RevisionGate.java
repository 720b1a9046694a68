package io.coppice.gateway.call;

import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds an answer back until this process has seen what the answer's service had done: what was acknowledged is seen. */
public final class RevisionGate implements Watcher, AutoCloseable {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private final Store store;
    private final Store.Watch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    public RevisionGate(Store store) {
        this.store = store;
        this.watch = store.watch("", this);
    }

    /** @param revision {@code incarnation-number} as a service answered it; anything else waits for nothing */
    public void await(String revision) throws InterruptedException {
        int dash = revision.lastIndexOf('-');
        if (dash < 0 || seen(revision, dash)) {
            return;
        }
        long left = LONGEST_NANOS;
        lock.lock();
        try {
            while (left > 0 && !seen(revision, dash)) {
                left = moved.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean seen(String revision, int dash) {
        try {
            return store.image().revision().number() >= Long.parseLong(revision.substring(dash + 1));
        } catch (NumberFormatException e) {
            return true;
        }
    }

    @Override
    public void reset(Image now) {
        wake();
    }

    @Override
    public void changed(Transition transition) {
        wake();
    }

    private void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
