package io.coppice.compute.power;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import java.util.Optional;

/** The tasks that switch guests. */
public final class Power {
    private final GuestFiles<?> guests;
    private final Machine machine;
    private final TaskRunner tasks;
    private final Switches switches;

    public Power(GuestFiles<?> guests, Machine machine, TaskRunner tasks) {
        this.guests = guests;
        this.machine = machine;
        this.tasks = tasks;
        this.switches = new Switches(guests, machine);
        switches.all().forEach(tasks::register);
    }

    public String start(Caller caller, Vmid vmid, boolean skipLock) {
        Guest guest = check(caller, vmid, skipLock);
        if (guest.isOn("template", false)) {
            throw Refused.conflict(template(guests.kind()));
        }
        if (machine.runs(vmid)) {
            throw Refused.conflict(guest.title() + " already running");
        }
        return run(switches.start, caller, vmid, 0, false, Queue.guest(vmid));
    }

    /** As a node's start does it: on nobody's behalf. */
    public void startAtBoot(Vmid vmid, String actor) {
        tasks.start(
                switches.start,
                new PowerTask.Params(vmid.number(), 0, false),
                vmid.toString(),
                actor,
                Queue.guest(vmid));
    }

    public String stop(Caller caller, Vmid vmid, boolean skipLock) {
        check(caller, vmid, skipLock);
        requireStoppable(vmid);
        return run(switches.stop, caller, vmid, 0, false, Queue.guest(vmid).atOnce());
    }

    public String shutdown(Caller caller, Vmid vmid, Optional<Integer> seconds, boolean force, boolean skipLock) {
        check(caller, vmid, skipLock);
        requireStoppable(vmid);
        return run(switches.shutdown, caller, vmid, seconds.orElse(0), force, Queue.guest(vmid));
    }

    public String reboot(Caller caller, Vmid vmid, Optional<Integer> seconds) {
        check(caller, vmid, false);
        requireRunning(vmid);
        return run(switches.reboot, caller, vmid, seconds.orElse(0), false, Queue.guest(vmid));
    }

    public String reset(Caller caller, Vmid vmid, boolean skipLock) {
        check(caller, vmid, skipLock);
        requireRunning(vmid);
        return run(switches.reset, caller, vmid, 0, false, Queue.guest(vmid));
    }

    public String suspend(Caller caller, Vmid vmid, boolean toDisk, boolean skipLock) {
        check(caller, vmid, skipLock);
        requireRunning(vmid);
        if (toDisk) {
            throw new Refused(
                    new Failure.NotImplemented("POST", "/nodes/{node}/qemu/{vmid}/status/suspend with todisk"));
        }
        return run(switches.suspend, caller, vmid, 0, false, Queue.guest(vmid));
    }

    public String resume(Caller caller, Vmid vmid, boolean skipLock) {
        check(caller, vmid, skipLock);
        requireRunning(vmid);
        return run(switches.resume, caller, vmid, 0, false, Queue.guest(vmid));
    }

    /** @param actor as which what waits is written */
    public Settling settling(String actor) {
        return new Settling(guests, machine, tasks, actor);
    }

    /** A machine that is off may be stopped, a container may not: so clients know it. */
    private void requireStoppable(Vmid vmid) {
        if (guests.kind() == GuestKind.LXC) {
            requireRunning(vmid);
        }
    }

    private void requireRunning(Vmid vmid) {
        if (!machine.runs(vmid)) {
            throw notRunning(guests.kind(), vmid);
        }
    }

    static String template(GuestKind kind) {
        return "you can't start a " + (kind == GuestKind.QEMU ? "vm" : "CT") + " if it's a template";
    }

    /** In the words that clients know. */
    static Refused notRunning(GuestKind kind, Vmid vmid) {
        return Refused.conflict(kind.word() + " " + vmid + (kind == GuestKind.QEMU ? " is" : "") + " not running");
    }

    private Guest check(Caller caller, Vmid vmid, boolean skipLock) {
        if (skipLock && !caller.name().equals("root@pam")) {
            throw Refused.badParameter("skiplock", "Only root may use this option.");
        }
        Guest guest = guests.read(vmid);
        GuestFiles.requireUnlocked(guest, skipLock);
        return guest;
    }

    private String run(PowerTask kind, Caller caller, Vmid vmid, int seconds, boolean force, Queue queue) {
        return tasks.start(kind, new PowerTask.Params(vmid.number(), seconds, force), vmid.toString(), caller, queue)
                .toString();
    }
}
