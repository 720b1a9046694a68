package io.coppice.node.cluster;

import io.coppice.contract.word.Vmid;
import io.coppice.store.Image;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which VM IDs are taken: by a guest's configuration on any node, or by a reservation. */
final class VmidSearch {
    private static final Pattern GUEST = Pattern.compile("nodes/[^/]+/(?:qemu-server|lxc)/(\\d+)\\.conf");

    private VmidSearch() {}

    /** @return the lowest free one; -1 when there is none */
    static int lowestFree(Image image) {
        BitSet taken = new BitSet();
        image.below("nodes/").forEach(d -> {
            Matcher m = GUEST.matcher(d.path());
            if (m.matches()) {
                taken.set(Integer.parseInt(m.group(1)));
            }
        });
        for (int id = taken.nextClearBit(Vmid.LOWEST); id <= Vmid.HIGHEST; id = taken.nextClearBit(id + 1)) {
            if (image.reservation(id).isEmpty()) {
                return id;
            }
        }
        return -1;
    }

    static boolean isTaken(Image image, Vmid vmid) {
        return image.reservation(vmid.number()).isPresent()
                || image.below("nodes/").stream().anyMatch(d -> {
                    Matcher m = GUEST.matcher(d.path());
                    return m.matches() && m.group(1).equals(vmid.toString());
                });
    }
}
