package io.coppice.compute.migration;

import io.coppice.compute.guest.GuestFiles;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import io.coppice.store.Image;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes the disks of a guest that has gone over, once the other node has said that it has them; each may be done again. */
final class Clearing {
    private final GuestFiles<?> guests;
    private final Carriage carriage;

    Clearing(GuestFiles<?> guests, Carriage carriage) {
        this.guests = guests;
        this.carriage = carriage;
    }

    /**
     * Where the other node is no member any more nobody can say so: the disks stay.
     *
     * @throws Refused when it is out of reach, or does not have them; to be done again
     */
    void clear(Vmid vmid, Destination to, String config, List<Carriage.Load> loads, Progress progress) {
        Image image = guests.store().image();
        if (!to.isMember(image)) {
            leave(vmid, to.node(), config, carriage.left(loads), progress);
            return;
        }
        carriage.keep(loads);
        requireThere(vmid, to.node(), named(vmid, image, config), loads);
        carriage.remove(loads, progress);
    }

    /** Of a storage that is not mounted over there marks are taken off easily. */
    private void requireThere(Vmid vmid, NodeName to, Set<VolumeId> named, List<Carriage.Load> loads) {
        Set<VolumeId> there = carriage.taken(to, vmid);
        List<VolumeId> missing = loads.stream()
                .map(Carriage.Load::copy)
                .filter(v -> named.contains(v) && !there.contains(v))
                .toList();
        if (!missing.isEmpty()) {
            throw Refused.conflict(
                    "node '" + to + "' does not find " + missing + "; see whether its storages are there");
        }
    }

    /** What the guest has over there: it may have been destroyed since, or have gone on. */
    private Set<VolumeId> named(Vmid vmid, Image image, String config) {
        return image
                .find(config)
                .map(d -> Belongings.of(guests.parse(vmid, d.text())).volumes())
                .orElse(List.of())
                .stream()
                .map(Belongings.Item::volume)
                .collect(Collectors.toSet());
    }

    private void leave(Vmid vmid, NodeName to, String config, List<Carriage.Load> left, Progress progress) {
        if (left.isEmpty()) {
            return;
        }
        left.forEach(carriage::stay);
        progress.warn("node '" + to + "' has left the cluster before it said that it has the disks of "
                + guests.kind().word() + " " + vmid + ", so they stay here as they were when it left:");
        left.forEach(l -> progress.log("'" + l.volume() + "' here, '" + l.copy() + "' over there"));
        progress.log(
                guests.store().image().find(config).isPresent()
                        ? "its configuration is " + config + ": let a node join as '" + to
                                + "' again, put each disk into its storage under the name that it has over there, and start it"
                        : "its configuration is not " + config + " any more: it was destroyed, or has gone on");
    }
}
