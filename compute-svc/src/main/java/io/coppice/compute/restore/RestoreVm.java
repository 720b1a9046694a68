package io.coppice.compute.restore;

import io.coppice.compute.create.CreateVm;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.create.VmDisks;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The task {@code qmrestore}: makes a guest's disks, fills them from an archive, and writes its configuration. Over a guest
 * that is there, the old one stays as it is until all is there that takes its place.
 */
final class RestoreVm implements TaskKind<RestoreVm.Params> {
    private final Vms vms;
    private final Machine machine;
    private final VmDisks disks;
    private final CreateVm create;
    private final Filler filler;

    RestoreVm(Vms vms, Machine machine, VmDisks disks, CreateVm create, Filler filler) {
        this.vms = vms;
        this.machine = machine;
        this.disks = disks;
        this.create = create;
        this.filler = filler;
    }

    /**
     * @param archive absolute path
     * @param text of the configuration
     * @param devices the archive's numbers, by option
     * @param over whether it takes the place of a guest that is there
     * @param old volumes of that guest's, which go with it
     * @param said of what is not restored
     */
    record Params(
            int vmid,
            String archive,
            String text,
            List<NewDisk> disks,
            Map<String, Integer> devices,
            long kibPerSecond,
            String pool,
            boolean start,
            boolean over,
            List<String> old,
            List<String> said) {
        Params {
            disks = List.copyOf(disks);
            devices = Map.copyOf(devices);
            old = List.copyOf(old);
            said = List.copyOf(said);
        }

        CreateVm.Params creation() {
            return new CreateVm.Params(vmid, text, disks, pool, start);
        }
    }

    @Override
    public String type() {
        return "qmrestore";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Vmid vmid = new Vmid(p.vmid());
        List<Step> making = create.steps(p.creation(), me);
        List<Step> filling = new ArrayList<>(disks.make(p.disks(), vmid, me.id()));
        filling.add(Step.step("fill the disks", progress -> fill(p, vmid, progress), progress -> filler.stop(vmid)));
        List<Step> steps = new ArrayList<>();
        if (p.over()) {
            steps.add(
                    Step.step("look whether it may be replaced", progress -> requireReplaceable(vmid), progress -> {}));
            steps.addAll(filling);
            steps.add(Step.step("look again", progress -> requireReplaceable(vmid), progress -> {}));
            steps.add(Step.pivot("take its place", progress -> replace(p, vmid, me, progress)));
            steps.add(
                    Step.step("hand it over", progress -> making.getLast().run().run(progress), progress -> {}));
        } else {
            steps.add(making.getFirst());
            steps.addAll(filling);
            steps.addAll(making.subList(making.size() - 2, making.size()));
        }
        return steps;
    }

    private void fill(Params p, Vmid vmid, Progress progress) throws Exception {
        p.said().forEach(progress::warn);
        progress.log("restore vma archive: " + p.archive());
        filler.fill(new Filler.Content(p.archive(), p.disks(), p.devices(), p.kibPerSecond()), vmid, progress);
    }

    /** @throws Refused for what keeps a guest that is there from being replaced */
    void requireReplaceable(Vmid vmid) {
        Vm vm = vms.read(vmid);
        if (vm.isOn("protection", false)) {
            throw Refused.conflict("unable to restore VM " + vmid + " - protection mode enabled");
        }
        Vms.requireUnlocked(vm, false);
        if (machine.runs(vmid)) {
            throw Refused.conflict("unable to restore VM " + vmid + " - VM is running");
        }
    }

    private void replace(Params p, Vmid vmid, TaskContext me, Progress progress) throws Exception {
        write(p, vmid, me);
        for (String volume : p.old()) {
            progress.log("removing old volume '" + volume + "'");
            disks.free(VolumeId.parse(volume));
        }
        machine.cleanUp(vmid);
    }

    private void write(Params p, Vmid vmid, TaskContext me) throws StoreUnavailable {
        Document document = vms.require(vmid);
        if (!document.text().equals(p.text())) {
            Truth.submit(
                    vms.store(),
                    vms.change(me)
                            .unchanged(document)
                            .put(document.path(), p.text())
                            .build());
        }
    }
}
