package io.coppice.compute.create;

import io.coppice.contract.endpoint.Service;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Image.Reservation;
import io.coppice.store.Store;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frees VM IDs that ended tasks of this node still hold: one whose undo failed has no other to give its number back. */
public final class HeldNumbers implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(HeldNumbers.class);
    private final Store store;
    private final String actor;
    private final Over over;

    /** Whether a mark is of a task of this node that has ended, or was forgotten. */
    @FunctionalInterface
    public interface Over {
        /** @throws IOException if that cannot be told */
        boolean isOver(String mark) throws IOException;
    }

    /** @param actor as which numbers are freed */
    public HeldNumbers(Store store, String actor, Over over) {
        this.store = store;
        this.actor = actor;
        this.over = over;
    }

    @Override
    public void reconcile() throws IOException, StoreUnavailable {
        for (Reservation held : store.image().reservations()) {
            if (!held.ofSomeCaller() && !held.rests() && over.isOver(held.owner())) {
                Truth.submit(
                        store,
                        Change.by(Service.COMPUTE, actor)
                                .write(new Change.Write.Release(held.vmid(), held.owner()))
                                .build());
                LOG.info("freed VM ID {}, which the ended task {} had held", held.vmid(), held.owner());
            }
        }
    }
}
