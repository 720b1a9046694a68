package io.coppice.gateway.call;

import io.coppice.store.Image;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds an answer back until this process has seen what the answer's service had done: what was acknowledged is seen. */
public final class RevisionGate implements Watcher, AutoCloseable {
    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})-(\\d{1,18})");
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private final Store store;
    private final Store.Watch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    public RevisionGate(Store store) {
        this.store = store;
        this.watch = store.watch("", this);
    }

    /** How far this process has seen the truth. */
    public String revision() {
        return store.image().revision().toString();
    }

    /** @param revision {@code incarnation-number} as a service answered it; anything else waits for nothing */
    public void await(String revision) throws InterruptedException {
        if (seen(revision)) {
            return;
        }
        long left = LONGEST_NANOS;
        lock.lock();
        try {
            while (left > 0 && !seen(revision)) {
                left = moved.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether a client has seen more, through another gateway, than this process.
     *
     * @param revision as the client sent it; one from before a restore never comes again and is not waited for
     */
    public boolean isBehind(String revision) {
        return revision.startsWith(store.image().revision().incarnation() + "-") && !seen(revision);
    }

    private boolean seen(String revision) {
        Matcher m = FORM.matcher(revision);
        if (!m.matches()) {
            return true;
        }
        Revision now = store.image().revision();
        return now.incarnation().toString().equals(m.group(1)) && now.number() >= Long.parseLong(m.group(2));
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
