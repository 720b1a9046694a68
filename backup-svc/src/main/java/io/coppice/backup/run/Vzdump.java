package io.coppice.backup.run;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The task {@code vzdump}: backs one guest up, or several one after the other. */
public final class Vzdump implements TaskKind<Vzdump.Params> {
    private final Guests guests;
    private final Shelves shelves;
    private final Log log;
    private final Commands commands;
    private final Turn turn;

    /** What a task has said so far. */
    @FunctionalInterface
    public interface Log {
        List<String> of(Upid task) throws IOException;
    }

    /** @param commands for the programs that are told of backups */
    public Vzdump(Guests guests, Shelves shelves, Log log, Commands commands, Turn turn) {
        this.guests = guests;
        this.shelves = shelves;
        this.log = log;
        this.commands = commands;
        this.turn = turn;
    }

    /**
     * How it gets along with what else the node does.
     *
     * @param lockMinutes how long it waits for other backups of the node
     * @param ionice priority of input and output, 0 to 8
     * @param tmpdir a folder for what is needed meanwhile; empty for the usual one
     * @param fleecing the storage on which is kept what guests overwrite; empty for the same folder
     */
    public record Manners(int lockMinutes, int ionice, String tmpdir, String fleecing) {
        /** As it is where nobody says it. */
        public static final Manners USUAL = new Manners(180, 7, "", "");
    }

    /**
     * @param vmids in the order in which they come
     * @param names of the guests, in the same order
     * @param types of the guests, {@code qemu} or {@code lxc}, in the same order
     * @param storage where archives go; empty where {@code dumpdir} names a directory
     * @param mode {@code snapshot}, {@code suspend}, {@code stop}
     * @param compress as {@link io.coppice.archive.compression.Compression#ofWord} takes it
     * @param threads of zstd or gzip
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
            String refusal,
            Manners manners) {
        public Params {
            // a task of an older version goes on too
            manners = Objects.requireNonNullElse(manners, Manners.USUAL);
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
    public boolean needsQuorum() {
        return true;
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    private OneBackup one(Params p, int vmid, TaskContext me) {
        InputOutput io = new InputOutput(commands, p.manners().ionice());
        return new OneBackup(guests, shelves.of(p.storage(), p.dumpdir()), p, new Vmid(vmid), me, hook(p), io);
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
        steps.add(Step.step(
                "write the archive",
                progress -> {
                    takeTurn(p, me, progress);
                    try {
                        one.write(progress);
                    } finally {
                        turn.leave(me.upid());
                    }
                },
                progress -> one.clear(progress)));
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
                takeTurn(p, me, progress);
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

    private void takeTurn(Params p, TaskContext me, Progress progress) throws IOException, InterruptedException {
        turn.take(me.upid(), Duration.ofMinutes(p.manners().lockMinutes()), progress);
    }

    private void require(Params p, TaskContext me, Progress progress) throws IOException, StoreUnavailable {
        turn.leave(me.upid());
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
