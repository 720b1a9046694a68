package io.coppice.compute.create;

import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.StoreUnavailable;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.task.Truth;
import io.coppice.store.Document;
import java.util.List;
import java.util.Optional;

/** The task {@code qmdestroy}: removes a guest's volumes, then its configuration. */
public final class DestroyVm implements TaskKind<DestroyVm.Params> {
    private final Vms vms;
    private final Machine machine;
    private final VmDisks disks;
    private final Memberships memberships;

    public DestroyVm(Vms vms, Machine machine, VmDisks disks, Memberships memberships) {
        this.vms = vms;
        this.machine = machine;
        this.disks = disks;
        this.memberships = memberships;
    }

    /**
     * @param volumes to be removed, as they were when it was asked for
     * @param purge also from what else names it
     */
    public record Params(int vmid, List<String> volumes, boolean skipLock, boolean purge) {
        public Params {
            volumes = List.copyOf(volumes);
        }
    }

    @Override
    public String type() {
        return "qmdestroy";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    /** @throws Refused for what keeps it from being removed */
    public void check(Vmid vmid, boolean skipLock) {
        Vm vm = vms.read(vmid);
        if (vm.isOn("protection", false)) {
            throw Refused.conflict("can't remove VM " + vmid + " - protection mode enabled");
        }
        Vms.requireUnlocked(vm, skipLock);
        if (machine.runs(vmid)) {
            throw Refused.conflict("VM " + vmid + " is running - destroy failed");
        }
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Vmid vmid = new Vmid(p.vmid());
        return List.of(
                Step.step("look whether it may go", progress -> check(vmid, p.skipLock()), progress -> {}),
                Step.pivot("remove it", progress -> remove(p, vmid, me, progress)));
    }

    private void remove(Params p, Vmid vmid, TaskContext me, Progress progress) throws Exception {
        for (String volume : p.volumes()) {
            progress.log("removing volume '" + volume + "'");
            disks.free(VolumeId.parse(volume));
        }
        machine.cleanUp(vmid);
        removeDocument(vmid, me);
        // grants and pools would be those of whoever gets its number next
        memberships.forget(vmid);
        if (p.purge()) {
            progress.log("purging VM " + vmid + " from related configurations..");
        }
    }

    private void removeDocument(Vmid vmid, TaskContext me) throws StoreUnavailable {
        Optional<Document> document = vms.document(vmid);
        if (document.isPresent()) {
            Truth.submit(
                    vms.store(), vms.change(me).delete(document.get().path()).build());
        }
    }
}
