package io.coppice.compute.restore;

import io.coppice.compute.create.CreateCt;
import io.coppice.compute.create.CtMaker;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The task {@code vzrestore}: makes a container's volumes, fills them from an archive, and writes its configuration. Over one
 * that is there, the old one stays as it is until all is there that takes its place.
 */
final class RestoreCt implements TaskKind<RestoreCt.Params> {
    private final CreateCt create;
    private final CtMaker maker;
    private final Replacement replacement;

    RestoreCt(Cts cts, Machine machine, VmDisks disks, CreateCt create, CtMaker maker) {
        this.create = create;
        this.maker = maker;
        this.replacement = new Replacement(cts, machine, disks);
    }

    Replacement replacement() {
        return replacement;
    }

    /**
     * @param archive absolute path
     * @param text of the configuration, locked
     * @param over whether it takes the place of a container that is there
     * @param old volumes of that one, which go with it
     * @param said of what is not restored
     */
    record Params(
            int vmid,
            String archive,
            String text,
            List<NewDisk> disks,
            boolean ignoreErrors,
            long kibPerSecond,
            String pool,
            boolean start,
            boolean over,
            List<String> old,
            List<String> said) {
        Params {
            disks = List.copyOf(disks);
            old = List.copyOf(old);
            said = List.copyOf(said);
        }
    }

    @Override
    public String type() {
        return "vzrestore";
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
        Ct ct = Ct.parse(new Vmid(p.vmid()), p.text());
        CreateCt.Founded founded = new CreateCt.Founded(ct, p.disks(), p.pool(), p.start());
        Step fill = Step.step(
                "unpack the archive",
                progress -> {
                    p.said().forEach(progress::warn);
                    maker.pour(
                            ct, new CtMaker.Backup(p.archive(), p.ignoreErrors(), p.kibPerSecond()), me.id(), progress);
                },
                progress -> maker.abandon(me.id()));
        return p.over() ? over(p, ct, founded, fill, me) : create.steps(founded, fill, me);
    }

    private List<Step> over(Params p, Ct ct, CreateCt.Founded founded, Step fill, TaskContext me) {
        Vmid vmid = ct.vmid();
        String text = ct.config().current(ct.now().without("lock")).text();
        List<Step> steps = new ArrayList<>();
        steps.add(Step.step(
                "look whether it may be replaced", progress -> replacement.requireReplaceable(vmid), progress -> {}));
        steps.addAll(create.volumes(p.disks(), vmid, me.id(), ct.isUnprivileged()));
        steps.add(fill);
        steps.add(Step.step("look again", progress -> replacement.requireReplaceable(vmid), progress -> {}));
        steps.add(Step.pivot("take its place", progress -> replacement.replace(vmid, text, p.old(), me, progress)));
        steps.add(Step.step("hand it over", progress -> create.handOver(founded, me, progress), progress -> {}));
        return steps;
    }
}
