package io.coppice.store.seen;

import io.coppice.store.Image;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Holds somebody back until this process has seen something of the truth; it looks when the truth changes, and only then. */
public final class RevisionGate implements Watcher, AutoCloseable {
    private final Store store;
    private final Store.Watch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    public RevisionGate(Store store) {
        this.store = store;
        this.watch = store.watch("", this);
    }

    /** As {@link #await(Predicate, Duration)}, of a gate that is there for this one question. */
    public static boolean await(Store store, Predicate<Image> shown, Duration atMost) throws InterruptedException {
        if (shown.test(store.image())) {
            return true;
        }
        try (RevisionGate gate = new RevisionGate(store)) {
            return gate.await(shown, atMost);
        }
    }

    /** How far this process has seen the truth. */
    public String revision() {
        return store.image().revision().toString();
    }

    /**
     * Returns when the truth is as somebody waits for it to be, or the time is over.
     *
     * @return whether it is
     */
    public boolean await(Predicate<Image> shown, Duration atMost) throws InterruptedException {
        if (shown.test(store.image())) {
            return true;
        }
        long left = atMost.toNanos();
        lock.lock();
        try {
            boolean is = shown.test(store.image());
            while (!is && left > 0) {
                left = moved.awaitNanos(left);
                is = shown.test(store.image());
            }
            return is;
        } finally {
            lock.unlock();
        }
    }

    /** @param revision as a service answered it; anything else is not waited for */
    public void await(String revision, Duration atMost) throws InterruptedException {
        Optional<Revision> wanted = Revision.parse(revision);
        if (wanted.isPresent()) {
            await(image -> image.revision().reaches(wanted.get()), atMost);
        }
    }

    /**
     * Whether somebody has seen more, through another process, than this one.
     *
     * @param revision as it was told there; one from before a restore never comes again and is not waited for
     */
    public boolean isBehind(String revision) {
        Revision now = store.image().revision();
        return Revision.parse(revision)
                .filter(r -> r.incarnation().equals(now.incarnation()) && !now.reaches(r))
                .isPresent();
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
