package io.coppice.compute.guest;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.LinkedHashSet;
import java.util.List;
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
        for (Drive entry : drives(now, true)) {
            if (entry.volume().filter(used::contains).isPresent()) {
                now = now.without(entry.option());
            } else {
                entry.volume().ifPresent(listed::add);
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
        for (Drive entry : drives(now, true)) {
            if (entry.volume().filter(volume::equals).isPresent()) {
                now = now.without(entry.option());
            }
        }
        return config.current(now);
    }

    /** Its name says so; an image that several guests read, or another guest's disk, is not. */
    public static boolean isOwn(VolumeId volume, Vmid vmid) {
        return volume.name().matches("(.*/)?(vm|base)-" + vmid + "-\\S+");
    }

    /** Whether a drive or a snapshot has it. */
    public static boolean isNeeded(VolumeId volume, GuestConfig config) {
        return used(config).contains(volume)
                || config.snapshots().values().stream()
                        .flatMap(s -> Vm.drives(s).stream())
                        .anyMatch(d -> d.volume().filter(volume::equals).isPresent());
    }

    /** What drives use now or will at the next start. */
    private static Set<VolumeId> used(GuestConfig config) {
        Set<VolumeId> all = new LinkedHashSet<>();
        for (GuestSection section : List.of(config.current(), config.pending())) {
            drives(section, false).forEach(d -> d.volume().ifPresent(all::add));
        }
        return all;
    }

    private static List<Drive> drives(GuestSection section, boolean unused) {
        return Vm.drives(section).stream()
                .filter(d -> d.bus().equals("unused") == unused)
                .toList();
    }

    private static String free(GuestSection now, Vmid vmid, Set<String> keepFree) {
        for (int i = 0; i < MOST; i++) {
            if (now.option("unused" + i).isEmpty() && !keepFree.contains("unused" + i)) {
                return "unused" + i;
            }
        }
        throw Refused.conflict("VM " + vmid + " has no place for another unused disk; remove one first");
    }
}
