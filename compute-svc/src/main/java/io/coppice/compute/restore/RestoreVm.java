package io.coppice.compute.restore;

import io.coppice.compute.create.CreateVm;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The task {@code qmrestore}: makes a guest's disks, fills them from an archive, and writes its configuration. Over a guest
 * that is there, the old one stays as it is until all is there that takes its place.
 */
final class RestoreVm implements TaskKind<RestoreVm.Params> {
    private final Replacement replacement;
    private final VmDisks disks;
    private final CreateVm create;
    private final Filler filler;

    RestoreVm(Vms vms, Machine machine, VmDisks disks, CreateVm create, Filler filler) {
        this.replacement = new Replacement(vms, machine, disks);
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
    public boolean needsQuorum() {
        return true;
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Vmid vmid = new Vmid(p.vmid());
        List<Step> filling = new ArrayList<>(disks.make(p.disks(), vmid, me.id()));
        filling.add(Step.step("fill the disks", progress -> fill(p, vmid, progress), progress -> filler.stop(vmid)));
        List<Step> steps = new ArrayList<>();
        if (p.over()) {
            steps.add(Step.step(
                    "look whether it may be replaced",
                    progress -> replacement.requireReplaceable(vmid),
                    progress -> {}));
            steps.addAll(filling);
            steps.add(Step.step("look again", progress -> replacement.requireReplaceable(vmid), progress -> {}));
            steps.add(Step.pivot(
                    "take its place", progress -> replacement.replace(vmid, p.text(), p.old(), me, progress)));
            steps.add(
                    Step.step("hand it over", progress -> create.handOver(p.creation(), me, progress), progress -> {}));
        } else {
            steps.addAll(create.around(filling, p.creation(), me));
        }
        return steps;
    }

    private void fill(Params p, Vmid vmid, Progress progress) throws Exception {
        p.said().forEach(progress::warn);
        progress.log("restore vma archive: " + p.archive());
        filler.fill(new Filler.Content(p.archive(), p.disks(), p.devices(), p.kibPerSecond()), vmid, progress);
    }
}
