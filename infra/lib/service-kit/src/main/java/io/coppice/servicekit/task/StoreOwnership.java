package io.coppice.servicekit.task;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import java.util.List;

/**
 * Ownership as the store has it: the node under whose folder the guest's configuration lies.
 *
 * <p>The image does not tell yet at which revision a path came to be, so the epoch is always 0, and a guest that left and
 * came back between two looks is not noticed. Matters once guests can move.
 */
public final class StoreOwnership implements Ownership {
    private final Store store;
    private final NodeName here;

    public StoreOwnership(Store store, NodeName here) {
        this.store = store;
        this.here = here;
    }

    @Override
    public Standing of(Vmid vmid) {
        Image image = store.image();
        for (String kind : List.of("qemu-server", "lxc")) {
            if (image.find("nodes/" + here + "/" + kind + "/" + vmid + ".conf").isPresent()) {
                return new Standing.Here(0);
            }
        }
        String end = "/" + vmid + ".conf";
        for (Document d : image.below("nodes/")) {
            String[] parts = d.path().split("/");
            if (parts.length == 4 && d.path().endsWith(end) && isGuestFolder(parts[2])) {
                return new Standing.Elsewhere(parts[1]);
            }
        }
        return new Standing.Nowhere();
    }

    private static boolean isGuestFolder(String folder) {
        return folder.equals("qemu-server") || folder.equals("lxc");
    }
}
