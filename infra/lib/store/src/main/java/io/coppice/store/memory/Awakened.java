package io.coppice.store.memory;

import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Outcome;

/**
 * A store as a node shows it that has just started and knows of no leader yet: as it was when this was made, until a change
 * of its own has come back. Its watches tell what is decided, as they do in a node only later.
 */
public final class Awakened extends HandedOn {
    private final Image old;
    private volatile boolean current;

    public Awakened(MemoryStore truth) {
        super(truth);
        this.old = truth.image();
    }

    @Override
    public Image image() {
        return current ? super.image() : old;
    }

    @Override
    public Outcome submit(Change change) {
        Outcome outcome = super.submit(change);
        if (outcome instanceof Outcome.Done) {
            current = true;
        }
        return outcome;
    }
}
