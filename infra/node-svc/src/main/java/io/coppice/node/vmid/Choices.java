package io.coppice.node.vmid;

import io.coppice.contract.word.Vmid;
import io.coppice.store.Image;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Gives calls that ask at the same time different numbers, before the truth has any of them. */
final class Choices {
    private final Set<Integer> open = new HashSet<>();

    /** Free in the image and not being decided; -1 when there is none. {@link #decided} has to follow. */
    synchronized int lowest(Image image) {
        BitSet taken = new BitSet();
        // The lowest free number is never further than there are taken ones; a guest far above must not cost memory.
        int furthest = Vmid.LOWEST + image.guests() + image.reservations().size() + open.size();
        image.eachGuest(vmid -> take(taken, vmid, furthest));
        image.reservations().forEach(r -> take(taken, r.vmid(), furthest));
        open.forEach(vmid -> take(taken, vmid, furthest));
        int free = taken.nextClearBit(Vmid.LOWEST);
        if (free > Vmid.HIGHEST) {
            return -1;
        }
        open.add(free);
        return free;
    }

    private static void take(BitSet taken, int vmid, int furthest) {
        if (vmid <= furthest) {
            taken.set(vmid);
        }
    }

    synchronized void decided(int vmid) {
        open.remove(vmid);
    }
}
