package io.coppice.compute.guest;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A guest's own volumes that nothing in its configuration uses: {@code unused0}, {@code unused1}…, so that none is lost. */
public final class Unused {
    private static final int MOST = 256;

    private Unused() {}

    /**
     * Settles a changed configuration, pure: a volume of the guest's that was used before and is not any more becomes unused;
     * one that is used again is unused no longer. An unused entry that the change took away stays away.
     *
     * @throws Refused when there is no place for another
     */
    public static GuestConfig settle(Vmid vmid, GuestConfig before, GuestConfig after) {
        return settle(vmid, before, after, Set.of());
    }

    /** @param keepFree entries that are not used, so that a change that takes one away can be made twice */
    public static GuestConfig settle(Vmid vmid, GuestConfig before, GuestConfig after, Set<String> keepFree) {
        Set<VolumeId> used = used(after);
        GuestSection now = after.current();
        Set<VolumeId> listed = new LinkedHashSet<>();
        for (Map.Entry<String, VolumeId> entry : entries(now, true).entrySet()) {
            if (used.contains(entry.getValue())) {
                now = now.without(entry.getKey());
            } else {
                listed.add(entry.getValue());
            }
        }
        for (VolumeId volume : used(before)) {
            if (isOwn(volume, vmid) && !used.contains(volume) && listed.add(volume)) {
                now = now.with(free(now, vmid, keepFree), volume.toString());
            }
        }
        return after.current(now);
    }

    /** Without the entry of a volume that goes. */
    public static GuestConfig forget(VolumeId volume, GuestConfig config) {
        GuestSection now = config.current();
        for (Map.Entry<String, VolumeId> entry : entries(now, true).entrySet()) {
            if (entry.getValue().equals(volume)) {
                now = now.without(entry.getKey());
            }
        }
        return config.current(now);
    }

    /** Its name says so; an image that several guests read, or another guest's disk, is not. */
    public static boolean isOwn(VolumeId volume, Vmid vmid) {
        return volume.name().matches("(.*/)?(vm|base|subvol)-" + vmid + "-\\S+");
    }

    /** Whether a drive, a mount point or a snapshot has it. */
    public static boolean isNeeded(VolumeId volume, GuestConfig config) {
        return used(config).contains(volume)
                || config.snapshots().values().stream()
                        .anyMatch(s -> Volumes.of(s).containsValue(volume));
    }

    /** What is used now or will be at the next start. */
    private static Set<VolumeId> used(GuestConfig config) {
        Set<VolumeId> all = new LinkedHashSet<>();
        for (GuestSection section : List.of(config.current(), config.pending())) {
            all.addAll(entries(section, false).values());
        }
        return all;
    }

    private static Map<String, VolumeId> entries(GuestSection section, boolean unused) {
        Map<String, VolumeId> all = Volumes.of(section);
        all.keySet().removeIf(name -> name.startsWith("unused") != unused);
        return all;
    }

    private static String free(GuestSection now, Vmid vmid, Set<String> keepFree) {
        for (int i = 0; i < MOST; i++) {
            if (now.option("unused" + i).isEmpty() && !keepFree.contains("unused" + i)) {
                return "unused" + i;
            }
        }
        throw Refused.conflict("guest " + vmid + " has no place for another unused disk; remove one first");
    }
}
