package io.coppice.compute.create;

import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.util.ArrayList;
import java.util.List;

/** The task {@code qmcreate}: holds the VM ID, makes the disks, writes the configuration. */
public final class CreateVm implements TaskKind<CreateVm.Params> {
    private final VmDisks disks;
    private final Founding founding;

    public CreateVm(VmDisks disks, Founding founding) {
        this.disks = disks;
        this.founding = founding;
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
        List<Step> steps = new ArrayList<>();
        if (p.disks().isEmpty()) {
            // nothing lies between taking the number and using it, so one change does both
            steps.add(founding.takeAndWrite(vmid, p.text(), me));
        } else {
            return around(disks.make(p.disks(), vmid, me.id()), p, me);
        }
        if (!p.pool().isEmpty() || p.start()) {
            steps.add(Step.pivot("hand it over", progress -> handOver(p, me, progress)));
        }
        return steps;
    }

    /** What is done between taking the number and writing the configuration, and both around it. */
    public List<Step> around(List<Step> making, Params p, TaskContext me) {
        Vmid vmid = new Vmid(p.vmid());
        List<Step> steps = new ArrayList<>();
        steps.add(founding.hold(vmid, me));
        steps.addAll(making);
        steps.add(founding.write(vmid, p.text(), me));
        steps.add(Step.pivot("hand it over", progress -> handOver(p, me, progress)));
        return steps;
    }

    /** The last of it: disks are the guest's own, it is in its pool, and starts where that is asked for. */
    public void handOver(Params p, TaskContext me, Progress progress) throws Exception {
        Vmid vmid = new Vmid(p.vmid());
        disks.keep(p.disks(), vmid);
        founding.handOver(vmid, p.pool(), p.start(), me, progress);
    }
}
