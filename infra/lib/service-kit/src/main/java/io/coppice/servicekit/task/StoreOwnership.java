package io.coppice.servicekit.task;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Document;
import io.coppice.store.Store;
import java.util.Optional;

/** Ownership as the store has it: the node under whose folder the guest's configuration lies, and since when. */
public final class StoreOwnership implements Ownership {
    private final Store store;
    private final NodeName here;

    public StoreOwnership(Store store, NodeName here) {
        this.store = store;
        this.here = here;
    }

    @Override
    public Standing of(Vmid vmid) {
        Optional<Document> configuration = store.image().guest(vmid.number());
        if (configuration.isEmpty()) {
            return new Standing.Nowhere();
        }
        String node = configuration.get().path().split("/", 3)[1];
        return node.equals(here.text()) ? new Standing.Here(configuration.get().since()) : new Standing.Elsewhere(node);
    }
}
