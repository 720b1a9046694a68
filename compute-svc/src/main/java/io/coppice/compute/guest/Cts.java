package io.coppice.compute.guest;

import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Store;

/** The containers of this node in the truth. */
public final class Cts extends GuestFiles<Ct> {
    public Cts(Store store, NodeName here) {
        super(store, here, GuestKind.LXC, Ct::new);
    }
}
