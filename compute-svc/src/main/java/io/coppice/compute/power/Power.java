package io.coppice.compute.power;

import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import java.util.Optional;

/** The tasks that switch guests. */
public final class Power {
    private final Vms vms;
    private final Machine machine;
    private final TaskRunner tasks;
    private final Switches switches;

    public Power(Vms vms, Machine machine, TaskRunner tasks) {
        this.vms = vms;
        this.machine = machine;
        this.tasks = tasks;
        this.switches = new Switches(vms, machine);
        switches.all().forEach(tasks::register);
    }

    public String start(Caller caller, Vmid vmid, boolean skipLock) {
        Vm vm = check(caller, vmid, skipLock);
        if (vm.isOn("template", false)) {
            throw Refused.conflict("you can't start a vm if it's a template");
        }
        if (machine.runs(vmid)) {
            throw Refused.conflict("VM " + vmid + " already running");
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
        return run(switches.stop, caller, vmid, 0, false, Queue.guest(vmid).atOnce());
    }

    public String shutdown(Caller caller, Vmid vmid, Optional<Integer> seconds, boolean force, boolean skipLock) {
        check(caller, vmid, skipLock);
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

    private void requireRunning(Vmid vmid) {
        if (!machine.runs(vmid)) {
            throw Refused.conflict("VM " + vmid + " is not running");
        }
    }

    private Vm check(Caller caller, Vmid vmid, boolean skipLock) {
        if (skipLock && !caller.name().equals("root@pam")) {
            throw Refused.badParameter("skiplock", "Only root may use this option.");
        }
        Vm vm = vms.read(vmid);
        Vms.requireUnlocked(vm, skipLock);
        return vm;
    }

    private String run(PowerTask kind, Caller caller, Vmid vmid, int seconds, boolean force, Queue queue) {
        return tasks.start(kind, new PowerTask.Params(vmid.number(), seconds, force), vmid.toString(), caller, queue)
                .toString();
    }
}
