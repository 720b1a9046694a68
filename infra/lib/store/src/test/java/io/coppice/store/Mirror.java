package io.coppice.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A watcher that keeps what it is told, and finds gaps and changes that do not fit. */
public final class Mirror implements Watcher {
    final List<String> problems = new ArrayList<>();
    final AtomicInteger resets = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeMap<String, Document> kept = new TreeMap<>();
    private final String prefix;
    private long revision;

    Mirror(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public void reset(Image now) {
        lock.lock();
        try {
            resets.incrementAndGet();
            kept.clear();
            now.below(prefix).forEach(d -> kept.put(d.path(), d));
            revision = now.revision().number();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void changed(Transition t) {
        lock.lock();
        try {
            if (t.revision().number() <= revision) {
                problems.add("revision " + t.revision() + " after " + revision);
            }
            for (Transition.Delta d : t.deltas()) {
                if (!d.before().equals(Optional.ofNullable(kept.get(d.path())))) {
                    problems.add("before " + t.revision() + " of " + d.path());
                }
                d.after().ifPresentOrElse(x -> kept.put(d.path(), x), () -> kept.remove(d.path()));
            }
            revision = t.revision().number();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void awaitEqual(Store store) throws InterruptedException {
        lock.lock();
        try {
            long rest = TimeUnit.SECONDS.toNanos(10);
            while (!List.copyOf(kept.values()).equals(store.image().below(prefix))) {
                if (rest <= 0) {
                    throw new AssertionError("after ten seconds the watcher still has " + kept.values());
                }
                rest = changed.awaitNanos(rest);
            }
        } finally {
            lock.unlock();
        }
    }
}
