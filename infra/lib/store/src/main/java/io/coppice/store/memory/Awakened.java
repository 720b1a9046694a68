package io.coppice.store.memory;

import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Watcher;

/**
 * A store as a node shows it that has just started and knows of no leader yet: as it was when this was made, until a change
 * of its own has come back. Its watches tell what is decided, as they do in a node only later.
 */
public final class Awakened implements Store {
    private final MemoryStore truth;
    private final Image old;
    private volatile boolean current;

    public Awakened(MemoryStore truth) {
        this.truth = truth;
        this.old = truth.image();
    }

    @Override
    public Image image() {
        return current ? truth.image() : old;
    }

    @Override
    public Outcome submit(Change change) {
        Outcome outcome = truth.submit(change);
        if (outcome instanceof Outcome.Done) {
            current = true;
        }
        return outcome;
    }

    @Override
    public Watch watch(String prefix, Watcher watcher) {
        return truth.watch(prefix, watcher);
    }

    @Override
    public Watch watchAfter(Revision seen, String prefix, Watcher watcher) {
        return truth.watchAfter(seen, prefix, watcher);
    }

    @Override
    public void close() {
        truth.close();
    }
}
