package io.coppice.gateway.stream;

import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.util.concurrent.atomic.AtomicLong;

/** Counts changes of users, tokens, grants and keys. */
final class AccessVersion implements Watcher, AutoCloseable {
    private final AtomicLong version = new AtomicLong();
    private final Runnable changed;
    private final Store.Watch watch;

    /** @param changed called after each */
    AccessVersion(Store store, Runnable changed) {
        this.changed = changed;
        this.watch = store.watch("", this);
    }

    long now() {
        return version.get();
    }

    @Override
    public void reset(Image now) {
        move();
    }

    @Override
    public void changed(Transition transition) {
        if (transition.deltas().stream().map(Transition.Delta::path).anyMatch(AccessVersion::matters)) {
            move();
        }
    }

    private static boolean matters(String path) {
        return path.startsWith("user.cfg:") || path.startsWith("token.cfg:") || path.startsWith("authkey.pub.pem");
    }

    private void move() {
        version.incrementAndGet();
        changed.run();
    }

    @Override
    public void close() {
        watch.close();
    }
}
