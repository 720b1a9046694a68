package io.coppice.compute.migration;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks {@code qmigrate} and {@code vzmigrate}: lock the guest, copy its local disks, move its configuration, remove the
 * disks here.
 */
final class Migrate implements TaskKind<Migrate.Params> {
    private final GuestFiles<?> guests;
    private final Machine machine;
    private final Carriage carriage;
    private final Restarting restarting;
    private final Moves moves;
    private final Clearing clearing;

    Migrate(GuestFiles<?> guests, Machine machine, Carriage carriage, Restarting restarting) {
        this.restarting = restarting;
        this.guests = guests;
        this.machine = machine;
        this.carriage = carriage;
        this.moves = new Moves(guests);
        this.clearing = new Clearing(guests, carriage);
    }

    /**
     * @param copies what is copied
     * @param limit in KiB/s, 0 for none
     * @param restartSeconds how long it may take to shut it down before, since it runs; 0 for one that is off
     * @param member as {@link Destination#member}
     * @param seen as {@link Seen#digest}, of what the copies were listed from; empty where an older program did
     */
    record Params(
            int vmid,
            String target,
            List<Copy> copies,
            long limit,
            int restartSeconds,
            Optional<String> member,
            Optional<String> seen) {
        Params {
            copies = List.copyOf(copies);
        }

        Destination to() {
            return new Destination(new NodeName(target), member);
        }

        boolean restarts() {
            return restartSeconds > 0;
        }
    }

    /** A volume, and its name over there, chosen before the task begins so that one that runs again makes no second. */
    record Copy(String volume, String copy) {}

    @Override
    public String type() {
        return guests.kind() == GuestKind.QEMU ? "qmigrate" : "vzmigrate";
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
    public boolean gaveAway(TaskContext me) {
        return moves.isOver(me);
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Vmid vmid = new Vmid(p.vmid());
        List<Carriage.Load> loads = loads(p, me);
        List<Step> steps = new ArrayList<>();
        if (p.restarts()) {
            Duration limit = Duration.ofSeconds(p.restartSeconds());
            steps.add(Step.step(
                    "shut it down",
                    progress -> {
                        requireAsSeen(vmid, p);
                        restarting.shutDown(vmid, limit, progress);
                    },
                    progress -> restarting.startAgain(vmid, me, progress)));
        }
        steps.add(Step.step("lock it", progress -> lock(vmid, p, me), progress -> moves.unlock(vmid, me)));
        for (Carriage.Load load : loads) {
            steps.add(Step.step(
                    "copy " + load.volume(),
                    progress -> carriage.copy(load, progress),
                    progress -> carriage.abandon(load, progress)));
        }
        steps.add(Step.step("look once more", progress -> lookAgain(vmid, p), progress -> {}));
        steps.add(Step.pivot("move the configuration", progress -> move(vmid, p, me, progress)));
        if (!loads.isEmpty()) {
            steps.add(Step.step("remove the disks here", progress -> clear(vmid, p, me, progress), progress -> {}));
        }
        if (p.restarts()) {
            steps.add(Step.step("start it there", progress -> startThere(vmid, p, me, progress), progress -> {}));
        }
        return steps;
    }

    private static List<Carriage.Load> loads(Params p, TaskContext me) {
        return p.copies().stream()
                .map(c -> new Carriage.Load(
                        VolumeId.parse(c.volume()), VolumeId.parse(c.copy()), p.to().node(), me.id(), p.limit()))
                .toList();
    }

    private void lock(Vmid vmid, Params p, TaskContext me) throws StoreUnavailable {
        if (!moves.isLocked(me)) {
            GuestFiles.requireUnlocked(guests.read(vmid), false);
            requireOff(vmid);
            requireAsSeen(vmid, p);
            moves.lock(vmid, p.to().node(), me);
        }
    }

    private void requireOff(Vmid vmid) {
        if (machine.runs(vmid)) {
            Guest guest = guests.read(vmid);
            throw Refused.conflict(guest.title() + " runs: shut it down first, a running guest cannot be moved yet");
        }
    }

    /** Other tasks of the guest, for which this one has waited, may have changed what there is to carry. */
    private void requireAsSeen(Vmid vmid, Params p) {
        p.to().require(guests.store().image());
        p.seen().ifPresent(digest -> Seen.require(digest, guests.read(vmid)));
    }

    /** The last that can stand in the way: from the next step on there is no way back. */
    private void lookAgain(Vmid vmid, Params p) {
        requireOff(vmid);
        requireAsSeen(vmid, p);
        carriage.taken(p.to().node(), vmid);
    }

    private void move(Vmid vmid, Params p, TaskContext me, Progress progress) throws Exception {
        if (!moves.isOver(me) && !p.to().isMember(guests.store().image())) {
            stay(vmid, p, me, progress);
            return;
        }
        if (!moves.isOver(me)) {
            Map<VolumeId, VolumeId> names = new LinkedHashMap<>();
            loads(p, me).forEach(l -> names.put(l.volume(), l.copy()));
            moves.move(vmid, p.to(), names, me);
        }
        progress.log(guests.kind().word() + " " + vmid + " is on node '" + p.target() + "'");
    }

    /**
     * The other node was removed since it was looked at last. The guest is unlocked first: where the change that moves it has
     * happened nevertheless, that is refused, and where not, it cannot happen any more.
     */
    private void stay(Vmid vmid, Params p, TaskContext me, Progress progress) throws Exception {
        moves.unlock(vmid, me);
        loads(p, me).forEach(carriage::stay);
        if (p.restarts()) {
            restarting.startAgain(vmid, me, progress);
        }
        progress.warn("node '" + p.target() + "' has left the cluster at the last moment: "
                + guests.kind().word() + " " + vmid + " stays here");
    }

    private void clear(Vmid vmid, Params p, TaskContext me, Progress progress) {
        if (moves.isOver(me)) {
            clearing.clear(vmid, p.to(), moves.path(vmid, p.to().node()), loads(p, me), progress);
        }
    }

    private void startThere(Vmid vmid, Params p, TaskContext me, Progress progress) throws InterruptedException {
        if (moves.isOver(me)) {
            restarting.startThere(vmid, p.to().node(), progress);
        }
    }
}
