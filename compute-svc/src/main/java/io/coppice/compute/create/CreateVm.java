package io.coppice.compute.create;

import io.coppice.compute.guest.Vms;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.StoreUnavailable;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.task.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The task {@code qmcreate}: holds the VM ID, makes the disks, writes the configuration. */
public final class CreateVm implements TaskKind<CreateVm.Params> {
    private final Vms vms;
    private final Calls calls;
    private final Caller self;
    private final Starter starter;

    /** Starts a guest when it is made. */
    @FunctionalInterface
    public interface Starter {
        void start(Vmid vmid, String actor);
    }

    public CreateVm(Vms vms, Calls calls, Caller self, Starter starter) {
        this.vms = vms;
        this.calls = calls;
        this.self = self;
        this.starter = starter;
    }

    /**
     * @param text of the configuration
     * @param start it when it is made
     */
    public record Params(int vmid, String text, List<NewVm.NewDisk> disks, boolean start) {
        public Params {
            disks = List.copyOf(disks);
        }
    }

    @Override
    public String type() {
        return "qmcreate";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Vmid vmid = new Vmid(p.vmid());
        List<Step> steps = new ArrayList<>();
        steps.add(Step.step("hold the VM ID", progress -> hold(vmid, me), progress -> release(vmid, me)));
        for (NewVm.NewDisk disk : p.disks()) {
            steps.add(Step.step(
                    "make " + disk.option(),
                    progress -> make(disk, vmid, me, progress),
                    progress -> free(VmDisks.volume(disk, vmid), Optional.of(me.id()))));
        }
        steps.add(
                Step.step("write the configuration", progress -> write(p, vmid, me), progress -> unwrite(p, vmid, me)));
        steps.add(Step.pivot("hand it over", progress -> handOver(p, vmid, me)));
        return steps;
    }

    private void hold(Vmid vmid, TaskContext me) throws StoreUnavailable {
        if (vms.document(vmid).isPresent()
                && vms.store().image().reservation(vmid.number()).isEmpty()) {
            throw Refused.conflict(
                    "unable to create VM " + vmid + " - VM " + vmid + " already exists on node '" + vms.here() + "'");
        }
        Truth.submit(
                vms.store(),
                vms.change(me.actor())
                        .write(new Change.Write.Reserve(vmid.number(), me.id()))
                        .build());
    }

    private void release(Vmid vmid, TaskContext me) throws StoreUnavailable {
        Truth.submit(
                vms.store(),
                vms.change(me.actor())
                        .write(new Change.Write.Release(vmid.number(), me.id()))
                        .build());
    }

    private void make(NewVm.NewDisk disk, Vmid vmid, TaskContext me, Progress progress) {
        VolumesInternalApi.Allocated made = calls.call(
                VolumesInternalApi.ALLOCATE,
                new VolumesInternalApi.Allocate(
                        new StorageId(disk.storage()),
                        vmid,
                        disk.kib(),
                        Optional.of(disk.format()),
                        Optional.of(disk.name()),
                        me.id()),
                self);
        progress.log(disk.option() + ": successfully created disk '" + (made == null ? "" : made.volume()) + "'");
    }

    private void free(VolumeId volume, Optional<String> mark) {
        calls.call(VolumesInternalApi.FREE, new VolumesInternalApi.Free(volume, mark), self);
    }

    private void write(Params p, Vmid vmid, TaskContext me) throws StoreUnavailable {
        if (isWritten(p, vmid)) {
            return;
        }
        Truth.submit(
                vms.store(),
                vms.change(me.actor())
                        .require(new Change.Precondition.VmidFree(vmid.number(), me.id()))
                        .put(vms.path(vmid), p.text())
                        .write(new Change.Write.Release(vmid.number(), me.id()))
                        .build());
    }

    /** The text holds ids that this task made up, so it is nobody else's. */
    private boolean isWritten(Params p, Vmid vmid) {
        return vms.document(vmid).map(Document::text).filter(p.text()::equals).isPresent();
    }

    private void unwrite(Params p, Vmid vmid, TaskContext me) throws StoreUnavailable {
        Optional<Document> document = vms.document(vmid);
        if (document.isPresent() && isWritten(p, vmid)) {
            Truth.submit(
                    vms.store(),
                    vms.change(me.actor())
                            .unchanged(document.get())
                            .delete(document.get().path())
                            .build());
        }
    }

    private void handOver(Params p, Vmid vmid, TaskContext me) {
        for (NewVm.NewDisk disk : p.disks()) {
            calls.call(VolumesInternalApi.KEEP, new VolumesInternalApi.Keep(VmDisks.volume(disk, vmid)), self);
        }
        if (p.start()) {
            starter.start(vmid, me.actor());
        }
    }
}
