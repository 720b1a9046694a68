package io.coppice.store.memory;

import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Watcher;

/** A store that has another one do everything: for those that do one thing of it in their own way. Closing it closes the other. */
public class HandedOn implements Store {
    private final Store store;

    public HandedOn(Store store) {
        this.store = store;
    }

    @Override
    public Image image() {
        return store.image();
    }

    @Override
    public Outcome submit(Change change) {
        return store.submit(change);
    }

    @Override
    public Watch watch(String prefix, Watcher watcher) {
        return store.watch(prefix, watcher);
    }

    @Override
    public Watch watchAfter(Revision seen, String prefix, Watcher watcher) {
        return store.watchAfter(seen, prefix, watcher);
    }

    @Override
    public void close() {
        store.close();
    }
}
