package io.coppice.backup.run;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.StoreUnavailable;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The task {@code vzdump}: backs one guest up, or several one after the other. */
public final class Vzdump implements TaskKind<Vzdump.Params> {
    private final Guests guests;
    private final Shelves shelves;
    private final Log log;
    private final Commands commands;

    /** What a task has said so far. */
    @FunctionalInterface
    public interface Log {
        List<String> of(Upid task) throws IOException;
    }

    /** @param commands for the programs that are told of backups */
    public Vzdump(Guests guests, Shelves shelves, Log log, Commands commands) {
        this.guests = guests;
        this.shelves = shelves;
        this.log = log;
        this.commands = commands;
    }

    /**
     * @param vmids in the order in which they come
     * @param names of the guests, in the same order
     * @param types of the guests, {@code qemu} or {@code lxc}, in the same order
     * @param storage where archives go; empty where {@code dumpdir} names a directory
     * @param mode {@code snapshot}, {@code suspend}, {@code stop}
     * @param compress as {@link io.coppice.archive.compression.Compression#ofWord} takes it
     * @param threads of zstd
     * @param kibPerSecond 0 for no limit
     * @param stopMinutes how long a guest may take to stop
     * @param notes a template; empty for none
     * @param exclude files that are left out of containers' archives
     * @param script that is told of each phase; empty for none
     * @param said for the beginning of the log
     * @param refusal why a job of this node can do nothing; empty where it can
     * @param cluster the cluster's name, for notes
     * @param keep what is kept of older backups; empty where none are removed
     */
    public record Params(
            List<Integer> vmids,
            List<String> names,
            List<String> types,
            String storage,
            String dumpdir,
            String mode,
            String compress,
            int threads,
            long kibPerSecond,
            int stopMinutes,
            String notes,
            String cluster,
            boolean isProtected,
            String keep,
            boolean quiet,
            List<String> exclude,
            String script,
            List<String> said,
            String refusal) {
        public Params {
            vmids = List.copyOf(vmids);
            names = List.copyOf(names);
            types = List.copyOf(types);
            exclude = List.copyOf(exclude);
            said = List.copyOf(said);
        }

        String name(int vmid) {
            return of(names, vmid);
        }

        String type(int vmid) {
            return of(types, vmid);
        }

        private String of(List<String> all, int vmid) {
            int at = vmids.indexOf(vmid);
            return at >= 0 && at < all.size() ? all.get(at) : "";
        }
    }

    @Override
    public String type() {
        return "vzdump";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    private OneBackup one(Params p, int vmid, TaskContext me) {
        return new OneBackup(guests, shelves.of(p.storage(), p.dumpdir()), p, new Vmid(vmid), me, hook(p));
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        List<Step> steps = new ArrayList<>();
        if (!p.said().isEmpty()) {
            steps.add(Step.step("begin", progress -> p.said().forEach(progress::log), progress -> {}));
        }
        if (!p.refusal().isEmpty()) {
            steps.add(Step.step(
                    "look whether it can be done",
                    progress -> {
                        throw Refused.conflict(p.refusal());
                    },
                    progress -> {}));
            return steps;
        }
        Hook hook = hook(p);
        if (hook.isThere()) {
            steps.add(Step.step(
                    "tell of the start",
                    progress -> hook.ask(progress, "job-start"),
                    progress -> hook.tell(progress, "job-abort")));
        }
        steps.addAll(p.vmids().size() == 1 ? single(p, one(p, p.vmids().getFirst(), me), me) : several(p, me));
        if (hook.isThere()) {
            steps.add(Step.step("tell of the end", progress -> hook.tell(progress, "job-end"), progress -> {}));
        }
        return steps;
    }

    private Hook hook(Params p) {
        return new Hook(commands, p.script(), Map.of("STOREID", p.storage(), "DUMPDIR", p.dumpdir()));
    }

    private List<Step> single(Params p, OneBackup one, TaskContext me) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.step("write the archive", one::write, progress -> one.clear(progress)));
        steps.add(Step.pivot("name the archive", progress -> one.name(progress, log.of(me.upid()))));
        if (!p.keep().isEmpty()) {
            steps.add(Step.step("remove older backups", one::prune, progress -> {}));
        }
        return steps;
    }

    /** What is done of one guest stays done, whatever becomes of the others. */
    private List<Step> several(Params p, TaskContext me) {
        List<Step> steps = new ArrayList<>();
        for (int vmid : p.vmids()) {
            OneBackup one = one(p, vmid, me);
            steps.add(Step.step(
                    "back VM " + vmid + " up",
                    progress -> whole(p, one, me, progress),
                    progress -> one.clear(progress)));
        }
        steps.add(Step.step("see how it went", progress -> require(p, me, progress), progress -> {}));
        return steps;
    }

    private void whole(Params p, OneBackup one, TaskContext me, Progress progress) throws Exception {
        try {
            if (!one.isDone()) {
                one.write(progress);
            }
            one.name(progress, log.of(me.upid()));
            if (!p.keep().isEmpty()) {
                one.prune(progress);
            }
        } catch (InterruptedException | StoreUnavailable e) {
            throw e;
        } catch (Exception e) {
            one.clear(progress);
            progress.log("ERROR: Backup of VM " + one.vmid() + " failed - " + OneBackup.text(e));
        }
    }

    private void require(Params p, TaskContext me, Progress progress) throws IOException, StoreUnavailable {
        List<Integer> failed = new ArrayList<>();
        for (int vmid : p.vmids()) {
            if (!one(p, vmid, me).isDone()) {
                failed.add(vmid);
            }
        }
        if (!failed.isEmpty()) {
            progress.log("there is no backup of " + failed);
            throw Refused.conflict("job errors");
        }
        progress.log("Backup job finished successfully");
    }
}
