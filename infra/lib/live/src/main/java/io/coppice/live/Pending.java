package io.coppice.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What has to be told to somebody: each name once, however often it changed meanwhile. So it never grows beyond them. */
final class Pending {
    private static final int AT_ONCE = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Set<Key> keys = new LinkedHashSet<>();
    private boolean closed;

    void add(Key key) {
        lock.lock();
        try {
            if (!closed && keys.add(key)) {
                more.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for some; empty after that long, or once closed. */
    List<Key> take(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = atMost.toNanos();
            while (keys.isEmpty() && !closed && rest > 0) {
                rest = more.awaitNanos(rest);
            }
            List<Key> some = new ArrayList<>();
            for (Iterator<Key> i = keys.iterator(); i.hasNext() && some.size() < AT_ONCE; ) {
                some.add(i.next());
                i.remove();
            }
            return some;
        } finally {
            lock.unlock();
        }
    }

    /** All there are, without waiting. */
    List<Key> everything() {
        lock.lock();
        try {
            List<Key> all = List.copyOf(keys);
            keys.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            keys.clear();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
