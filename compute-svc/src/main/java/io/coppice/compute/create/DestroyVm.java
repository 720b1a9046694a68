package io.coppice.compute.create;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.Unused;
import io.coppice.compute.guest.Volumes;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Document;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The task {@code qmdestroy}: removes a guest's volumes, then its configuration. */
public final class DestroyVm implements TaskKind<DestroyVm.Params> {
    private final GuestFiles<?> guests;
    private final Machine machine;
    private final VmDisks disks;
    private final Memberships memberships;

    public DestroyVm(GuestFiles<?> guests, Machine machine, VmDisks disks, Memberships memberships) {
        this.guests = guests;
        this.machine = machine;
        this.disks = disks;
        this.memberships = memberships;
    }

    /**
     * @param volumes to be removed, as they were when it was asked for
     * @param purge also from what else names it
     * @param force although it runs: it is stopped first
     */
    public record Params(int vmid, List<String> volumes, boolean skipLock, boolean purge, boolean force) {
        public Params {
            volumes = List.copyOf(volumes);
        }
    }

    /**
     * What is asked for.
     *
     * @param unreferenced also volumes that the configuration does not name
     */
    public record Wish(Vmid vmid, boolean unreferenced, boolean skipLock, boolean purge, boolean force) {}

    /** @throws Refused for what keeps it from being removed */
    public Params params(Wish wish) {
        check(wish.vmid(), wish.skipLock(), wish.force());
        Set<VolumeId> volumes = Volumes.ofAll(guests.read(wish.vmid()).config());
        volumes.removeIf(v -> !Unused.isOwn(v, wish.vmid()));
        if (wish.unreferenced()) {
            volumes.addAll(disks.of(wish.vmid()));
        }
        List<String> names = volumes.stream().map(VolumeId::toString).toList();
        return new Params(wish.vmid().number(), names, wish.skipLock(), wish.purge(), wish.force());
    }

    @Override
    public String type() {
        return guests.kind().task("destroy");
    }

    @Override
    public boolean needsQuorum() {
        return true;
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    /** @throws Refused for what keeps it from being removed */
    public void check(Vmid vmid, boolean skipLock, boolean force) {
        Guest guest = guests.read(vmid);
        if (guest.isOn("protection", false)) {
            throw Refused.conflict("can't remove " + guest.title() + " - protection mode enabled");
        }
        GuestFiles.requireUnlocked(guest, skipLock);
        if (!force && machine.runs(vmid)) {
            throw Refused.conflict(guest.title() + " is running - destroy failed");
        }
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Vmid vmid = new Vmid(p.vmid());
        return List.of(
                Step.step("look whether it may go", progress -> check(vmid, p.skipLock(), p.force()), progress -> {}),
                Step.pivot("remove it", progress -> remove(p, vmid, me, progress)));
    }

    private void remove(Params p, Vmid vmid, TaskContext me, Progress progress) throws Exception {
        if (p.force() && machine.runs(vmid)) {
            progress.log("it runs, and is stopped first");
            machine.end(vmid);
        }
        machine.cleanUp(vmid);
        for (String volume : p.volumes()) {
            progress.log("removing volume '" + volume + "'");
            disks.free(VolumeId.parse(volume));
        }
        removeDocument(vmid, me);
        // grants and pools would be those of whoever gets its number next
        memberships.forget(vmid);
        if (p.purge()) {
            progress.log("purging " + guests.kind().word() + " " + vmid + " from related configurations..");
        }
    }

    private void removeDocument(Vmid vmid, TaskContext me) throws StoreUnavailable {
        Optional<Document> document = guests.document(vmid);
        if (document.isPresent()) {
            Truth.submit(
                    guests.store(),
                    guests.change(me).delete(document.get().path()).build());
        }
    }
}
