package io.coppice.compute.power;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of tasks that switch guests, and their steps. */
final class Switches {
    private static final int SHUTDOWN_SECONDS = 60;
    private final GuestFiles<?> guests;
    private final Machine machine;
    final PowerTask start;
    final PowerTask stop;
    final PowerTask shutdown;
    final PowerTask reboot;
    final PowerTask reset;
    final PowerTask suspend;
    final PowerTask resume;

    Switches(GuestFiles<?> guests, Machine machine) {
        GuestKind kind = guests.kind();
        this.guests = guests;
        this.machine = machine;
        this.start = new PowerTask(kind.task("start"), this::starting);
        this.stop = new PowerTask(kind.task("stop"), this::stopping);
        this.shutdown = new PowerTask(kind.task("shutdown"), this::shuttingDown);
        this.reboot = new PowerTask(kind.task("reboot"), this::rebooting);
        this.reset = PowerTask.once(kind.task("reset"), this::requireAnswer, (v, p) -> say(v, "system_reset"));
        this.suspend = PowerTask.once(kind.task("suspend"), this::requireAnswer, (v, p) -> say(v, "stop"));
        this.resume = PowerTask.once(kind.task("resume"), this::requireAnswer, (v, p) -> say(v, "cont"));
    }

    List<PowerTask> all() {
        List<PowerTask> both = List.of(start, stop, shutdown, reboot, suspend, resume);
        return guests.kind() == GuestKind.QEMU
                ? Stream.concat(both.stream(), Stream.of(reset)).toList()
                : both;
    }

    /** The process starts with what is pending; that becomes what holds once it runs. */
    private List<Step> starting(Vmid vmid, PowerTask.Params p, TaskContext me) {
        return List.of(
                Step.step(
                        "look whether it may start",
                        progress -> {
                            requireOurs(me);
                            requireStartable(vmid);
                        },
                        progress -> {}),
                Step.step(
                        "start it",
                        progress -> machine.start(upcoming(vmid), me.id(), progress),
                        progress -> machine.abandon(vmid, me.id())),
                Step.pivot("hand it over", progress -> handOver(vmid, me, progress)));
    }

    private String title(Vmid vmid) {
        return guests.kind().word() + " " + vmid;
    }

    /**
     * A node without quorum cannot know whether the guest has gone to another, where it may run. So a change without content
     * has to be decided, under which the guest is still here.
     */
    private void requireOurs(TaskContext me) throws StoreUnavailable {
        Truth.submit(guests.store(), guests.change(me).build());
    }

    private void requireStartable(Vmid vmid) {
        if (guests.read(vmid).isOn("template", false)) {
            throw Refused.conflict(Power.template(guests.kind()));
        }
        if (machine.runs(vmid)) {
            throw Refused.conflict(title(vmid) + " already running");
        }
    }

    private Guest upcoming(Vmid vmid) {
        return guests.of(vmid, PendingChanges.applied(vmid, guests.read(vmid).config()));
    }

    private void handOver(Vmid vmid, TaskContext me, Progress progress) throws Exception {
        if (!guests.read(vmid).config().pending().isEmpty()) {
            progress.log("applying pending changes");
        }
        PendingChanges.apply(guests, vmid, guests.change(me));
        machine.keep(vmid);
    }

    private List<Step> stopping(Vmid vmid, PowerTask.Params p, TaskContext me) {
        return List.of(Step.pivot("stop it", progress -> machine.end(vmid)));
    }

    private List<Step> shuttingDown(Vmid vmid, PowerTask.Params p, TaskContext me) {
        return List.of(
                Step.step(
                        "ask it to shut down", progress -> askToShutDown(vmid, p, p.force(), progress), progress -> {}),
                Step.pivot("end it", progress -> machine.end(vmid)));
    }

    /**
     * It starts again with what was pending; if that cannot be, it stays off, and the task says so. Without a quorum it is not
     * shut down: it could not start again.
     */
    private List<Step> rebooting(Vmid vmid, PowerTask.Params p, TaskContext me) {
        return List.of(
                Step.step("look whether it may start again", progress -> requireOurs(me), progress -> {}),
                Step.step("ask it to shut down", progress -> askToShutDown(vmid, p, false, progress), progress -> {}),
                Step.pivot("end it", progress -> {
                    // done again after a crash it would end what the next step started
                    if (!machine.isMarked(vmid, me.id())) {
                        machine.end(vmid);
                    }
                }),
                Step.step("start it", progress -> startAgain(vmid, me, progress), progress -> {}),
                Step.step("hand it over", progress -> handOver(vmid, me, progress), progress -> {}));
    }

    /** Where the quorum was lost while it shut down, it waits for one, off. */
    private void startAgain(Vmid vmid, TaskContext me, Progress progress)
            throws IOException, InterruptedException, StoreUnavailable {
        requireOurs(me);
        try {
            machine.start(upcoming(vmid), me.id(), progress);
        } catch (Refused e) {
            progress.warn(title(vmid) + " has shut down and does not start again: "
                    + e.failure().text());
        }
    }

    private void askToShutDown(Vmid vmid, PowerTask.Params p, boolean force, Progress progress)
            throws IOException, InterruptedException {
        int seconds = p.seconds() > 0 ? p.seconds() : SHUTDOWN_SECONDS;
        say(vmid, "system_powerdown");
        if (machine.awaitPowerOff(vmid, Duration.ofSeconds(seconds), progress)) {
            return;
        }
        if (!force) {
            throw Refused.conflict("VM quit/powerdown failed - got timeout");
        }
        progress.log("it has not shut down in " + seconds + " s; stopping it");
    }

    private void requireAnswer(Vmid vmid, Progress progress) throws IOException, InterruptedException {
        if (!machine.runs(vmid)) {
            throw Power.notRunning(guests.kind(), vmid);
        }
        machine.say(vmid, "query-status");
    }

    /** Nothing is left to be said to one that has ended meanwhile. */
    private void say(Vmid vmid, String command) throws IOException, InterruptedException {
        if (machine.runs(vmid)) {
            machine.say(vmid, command);
        }
    }
}
