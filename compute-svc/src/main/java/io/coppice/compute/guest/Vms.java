package io.coppice.compute.guest;

import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Store;

/** The virtual machines of this node in the truth. */
public final class Vms extends GuestFiles<Vm> {
    public Vms(Store store, NodeName here) {
        super(store, here, GuestKind.QEMU, Vm::new);
    }
}
