package io.coppice.compute.create;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.Cts;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Secret;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The task {@code vzcreate}: holds the VM ID, makes the volumes and formats them, writes the configuration under the lock
 * {@code create}, unpacks the template, unlocks.
 */
public final class CreateCt implements TaskKind<CreateCt.Params> {
    private final Cts cts;
    private final VmDisks disks;
    private final CtMaker maker;
    private final Founding founding;

    public CreateCt(Cts cts, VmDisks disks, CtMaker maker, Founding founding) {
        this.cts = cts;
        this.disks = disks;
        this.maker = maker;
        this.founding = founding;
    }

    /**
     * @param text of the configuration, locked
     * @param template a volume
     * @param pool that it shall be in; empty for none
     * @param start it when it is made
     * @param password of its root; empty for none
     */
    public record Params(
            int vmid,
            String text,
            List<NewDisk> disks,
            String template,
            boolean ignoreErrors,
            String sshKeys,
            String pool,
            boolean start,
            @Secret String password) {
        public Params {
            disks = List.copyOf(disks);
        }

        CtMaker.Wish wish() {
            return new CtMaker.Wish(template, ignoreErrors, password, sshKeys);
        }
    }

    @Override
    public String type() {
        return cts.kind().task("create");
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
        Step unpack = Step.step(
                "unpack the template",
                progress -> {
                    String system = maker.fill(ct, p.wish(), me.id(), progress);
                    progress.log("detected operating system: " + system);
                    told(ct.vmid(), system, me);
                },
                progress -> {
                    maker.abandon(me.id());
                    untold(ct, me);
                });
        return steps(new Founded(ct, p.disks(), p.pool(), p.start()), unpack, me);
    }

    /**
     * A container that comes to be.
     *
     * @param ct locked
     * @param pool that it shall be in; empty for none
     */
    public record Founded(Ct ct, List<NewDisk> disks, String pool, boolean start) {
        public Founded {
            disks = List.copyOf(disks);
        }
    }

    /** @param fill puts files on its volumes, when its configuration is there */
    public List<Step> steps(Founded it, Step fill, TaskContext me) {
        Vmid vmid = it.ct().vmid();
        List<Step> steps = new ArrayList<>();
        steps.add(founding.hold(vmid, me));
        steps.addAll(volumes(it.disks(), vmid, me.id(), it.ct().isUnprivileged()));
        steps.add(founding.write(vmid, it.ct().config().text(), me));
        steps.add(fill);
        steps.add(Step.pivot("hand it over", progress -> handOver(it, me, progress)));
        return steps;
    }

    /** Unlocked, started if that is wanted; may be done again. */
    public void handOver(Founded it, TaskContext me, Progress progress) throws StoreUnavailable {
        Vmid vmid = it.ct().vmid();
        disks.keep(it.disks(), vmid);
        unlock(vmid, me);
        founding.handOver(vmid, it.pool(), it.start(), me, progress);
    }

    /** Each made, and with an empty file system. */
    public List<Step> volumes(List<NewDisk> wanted, Vmid vmid, String mark, boolean unprivileged) {
        List<Step> steps = new ArrayList<>(disks.make(wanted, vmid, mark));
        wanted.forEach(d -> steps.add(Step.step(
                "format " + d.option(), progress -> maker.format(d.volume(vmid), unprivileged), progress -> {})));
        return steps;
    }

    /** What kind of system it is, unless that was said. */
    private void told(Vmid vmid, String system, TaskContext me) throws StoreUnavailable {
        Document document = cts.require(vmid);
        Ct ct = cts.of(vmid, document);
        if (ct.option("ostype").isEmpty()) {
            put(document, new Ct(vmid, ct.config().current(ct.now().with("ostype", system))), me);
        }
    }

    /** As it was written first, so that whoever wrote it knows it again. */
    private void untold(Ct first, TaskContext me) throws StoreUnavailable {
        Optional<Document> document = cts.document(first.vmid());
        if (document.isPresent()) {
            Ct ct = cts.of(first.vmid(), document.get());
            boolean ours = ct.lock().equals(first.lock()) && ct.option("rootfs").equals(first.option("rootfs"));
            if (ours && !ct.config().equals(first.config())) {
                put(document.get(), first, me);
            }
        }
    }

    private void unlock(Vmid vmid, TaskContext me) throws StoreUnavailable {
        Optional<Document> document = cts.document(vmid);
        if (document.isPresent()) {
            Ct ct = cts.of(vmid, document.get());
            if (ct.lock().filter("create"::equals).isPresent()) {
                put(document.get(), new Ct(vmid, ct.config().current(ct.now().without("lock"))), me);
            }
        }
    }

    private void put(Document read, Ct after, TaskContext me) throws StoreUnavailable {
        Truth.submit(
                cts.store(),
                cts.change(me)
                        .unchanged(read)
                        .put(read.path(), after.config().text())
                        .build());
    }
}
