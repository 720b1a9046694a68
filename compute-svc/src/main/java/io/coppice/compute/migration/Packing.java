package io.coppice.compute.migration;

import io.coppice.compute.guest.Guest;
import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What of a guest is copied, and how it will be called over there; all that can be refused is, before a task begins. */
final class Packing {
    private final Guest guest;
    private final NodeName target;
    private final StorageMap storages;
    private final Carriage carriage;

    Packing(Guest guest, NodeName target, StorageMap storages, Carriage carriage) {
        this.guest = guest;
        this.target = target;
        this.storages = storages;
        this.carriage = carriage;
    }

    /**
     * @param caller who may make disks on the storages that are named
     * @throws Refused naming the disk or device that is in the way
     */
    List<Migrate.Copy> copies(Caller caller, boolean evenWithDevices) {
        Belongings belongings = Belongings.of(guest);
        if (!belongings.devices().isEmpty() && !evenWithDevices) {
            throw Refused.conflict(guest.title() + " uses what only this host has: "
                    + String.join(", ", belongings.devices()) + "; take it out first");
        }
        Set<VolumeId> taken = new HashSet<>(carriage.taken(target, guest.vmid()));
        List<Migrate.Copy> copies = new ArrayList<>();
        for (Belongings.Item item : belongings.volumes()) {
            StorageId to = storages.of(item.volume().storage());
            if (goes(item, to)) {
                if (!to.equals(item.volume().storage())) {
                    caller.require("/storage/" + to, "Datastore.AllocateSpace");
                }
                carriage.requireMakes(target, to, format(item.volume()));
                VolumeId copy = free(item.volume(), to, taken);
                taken.add(copy);
                copies.add(new Migrate.Copy(item.volume().toString(), copy.toString()));
            }
        }
        return copies;
    }

    private boolean goes(Belongings.Item item, StorageId to) {
        MovingInternalApi.Placed placed = carriage.placed(item.volume());
        if (placed.shared() && to.equals(item.volume().storage())) {
            if (!placed.nodes().isEmpty() && !placed.nodes().contains(target.text())) {
                throw Refused.conflict("storage '" + to + "' is not available on node '" + target + "'");
            }
            return false;
        }
        if (!item.own()) {
            throw Refused.conflict("'" + item.volume() + "' (" + item.option() + ") lies on this node alone and is "
                    + (item.cdrom() ? "no disk of the guest's" : "not the guest's own") + "; take it out first");
        }
        return true;
    }

    private static String format(VolumeId volume) {
        String name = volume.name();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The same name where it is free, else the next of a disk. */
    private VolumeId free(VolumeId volume, StorageId to, Set<VolumeId> taken) {
        VolumeId same = new VolumeId(to, volume.name());
        String end = "." + format(volume);
        for (int n = 0; isTaken(same, taken); n++) {
            same = new VolumeId(to, guest.vmid() + "/vm-" + guest.vmid() + "-disk-" + n + end);
        }
        return same;
    }

    /** Whatever its format is. */
    private static boolean isTaken(VolumeId volume, Set<VolumeId> taken) {
        return taken.stream().anyMatch(t -> t.storage().equals(volume.storage()) && stem(t).equals(stem(volume)));
    }

    private static String stem(VolumeId volume) {
        return volume.name().replaceFirst("\\.[a-z0-9]+$", "");
    }
}
