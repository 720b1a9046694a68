package io.coppice.compute.create;

import io.coppice.compute.guest.Vms;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.StoreUnavailable;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.task.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The task {@code qmcreate}: holds the VM ID, makes the disks, writes the configuration. */
public final class CreateVm implements TaskKind<CreateVm.Params> {
    private final Vms vms;
    private final VmDisks disks;
    private final Memberships memberships;
    private final Starter starter;

    /** Starts a guest when it is made. */
    @FunctionalInterface
    public interface Starter {
        void start(Vmid vmid, String actor);
    }

    public CreateVm(Vms vms, VmDisks disks, Memberships memberships, Starter starter) {
        this.vms = vms;
        this.disks = disks;
        this.memberships = memberships;
        this.starter = starter;
    }

    /**
     * @param text of the configuration
     * @param pool that it shall be in; empty for none
     * @param start it when it is made
     */
    public record Params(int vmid, String text, List<NewDisk> disks, String pool, boolean start) {
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
        if (p.disks().isEmpty()) {
            // nothing lies between taking the number and using it, so one change does both
            steps.add(Step.step(
                    "take the VM ID and write the configuration",
                    progress -> takeAndWrite(p, vmid, me),
                    progress -> unwrite(p, vmid, me)));
        } else {
            steps.add(Step.step("hold the VM ID", progress -> hold(vmid, me), progress -> release(vmid, me)));
            steps.addAll(disks.make(p.disks(), vmid, me.id()));
            steps.add(Step.step(
                    "write the configuration",
                    progress -> write(p, vmid, me.id(), me),
                    progress -> unwrite(p, vmid, me)));
        }
        if (!p.disks().isEmpty() || !p.pool().isEmpty() || p.start()) {
            steps.add(Step.pivot("hand it over", progress -> handOver(p, vmid, me, progress)));
        }
        return steps;
    }

    private void takeAndWrite(Params p, Vmid vmid, TaskContext me) throws StoreUnavailable {
        if (!isWritten(p, vmid)) {
            String caller = Reservation.ofCaller(me.actor());
            new FreeVmid(vms.here(), vmid, caller).require(vms.store().image());
            write(p, vmid, caller, me);
        }
    }

    /** The caller's own reservation of the number is used up. */
    private void hold(Vmid vmid, TaskContext me) throws StoreUnavailable {
        String caller = Reservation.ofCaller(me.actor());
        new FreeVmid(vms.here(), vmid, caller, me.id()).require(vms.store().image());
        Truth.submit(
                vms.store(),
                vms.change(me)
                        .write(new Change.Write.Release(vmid.number(), caller))
                        .write(new Change.Write.Reserve(vmid.number(), me.id()))
                        .build());
    }

    private void release(Vmid vmid, TaskContext me) throws StoreUnavailable {
        Truth.submit(
                vms.store(),
                vms.change(me)
                        .write(new Change.Write.Release(vmid.number(), me.id()))
                        .build());
    }

    /** @param holder who may hold the number, and holds it no longer */
    private void write(Params p, Vmid vmid, String holder, TaskContext me) throws StoreUnavailable {
        if (isWritten(p, vmid)) {
            return;
        }
        Truth.submit(
                vms.store(),
                vms.change(me)
                        .require(new Change.Precondition.VmidFree(vmid.number(), holder))
                        .put(vms.path(vmid), p.text())
                        .write(new Change.Write.Release(vmid.number(), holder))
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
                    vms.change(me)
                            .unchanged(document.get())
                            .delete(document.get().path())
                            .build());
        }
    }

    private void handOver(Params p, Vmid vmid, TaskContext me, Progress progress) {
        disks.keep(p.disks(), vmid);
        if (!p.pool().isEmpty()) {
            try {
                memberships.join(vmid, p.pool());
            } catch (Refused e) {
                // it was there when this was asked for; the guest is made, and is worth more than its pool
                progress.warn(e.failure().text());
            }
        }
        if (p.start()) {
            starter.start(vmid, me.actor());
        }
    }
}
