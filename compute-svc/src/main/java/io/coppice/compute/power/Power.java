package io.coppice.compute.power;

import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskRunner;
import java.time.Duration;
import java.util.Optional;

/** The tasks that switch guests. */
public final class Power {
    private static final int SHUTDOWN_SECONDS = 60;
    private final Vms vms;
    private final Machine machine;
    private final TaskRunner tasks;
    private final PowerTask start;
    private final PowerTask stop;
    private final PowerTask shutdown;
    private final PowerTask reboot;
    private final PowerTask reset;
    private final PowerTask suspend;
    private final PowerTask resume;

    public Power(Vms vms, Machine machine, TaskRunner tasks) {
        this.vms = vms;
        this.machine = machine;
        this.tasks = tasks;
        this.start = new PowerTask("qmstart", this::startNow);
        this.stop = new PowerTask("qmstop", (vmid, p, me, progress) -> machine.stop(vmid));
        this.shutdown = new PowerTask("qmshutdown", this::shutdownNow);
        this.reboot = new PowerTask("qmreboot", this::rebootNow);
        this.reset = new PowerTask("qmreset", (vmid, p, me, progress) -> machine.say(vmid, "system_reset"));
        this.suspend = new PowerTask("qmsuspend", (vmid, p, me, progress) -> machine.say(vmid, "stop"));
        this.resume = new PowerTask("qmresume", (vmid, p, me, progress) -> machine.say(vmid, "cont"));
        for (PowerTask t : new PowerTask[] {start, stop, shutdown, reboot, reset, suspend, resume}) {
            tasks.register(t);
        }
    }

    private void startNow(Vmid vmid, PowerTask.Params p, TaskContext me, Progress progress) throws Exception {
        machine.start(vmid, me.actor(), progress);
    }

    private void shutdownNow(Vmid vmid, PowerTask.Params p, TaskContext me, Progress progress) throws Exception {
        int seconds = p.seconds() > 0 ? p.seconds() : SHUTDOWN_SECONDS;
        if (machine.shutdown(vmid, Duration.ofSeconds(seconds), progress)) {
            return;
        }
        if (!p.force()) {
            throw Refused.conflict("VM quit/powerdown failed - got timeout");
        }
        progress.log("it has not shut down in " + seconds + " s; stopping it");
        machine.stop(vmid);
    }

    private void rebootNow(Vmid vmid, PowerTask.Params p, TaskContext me, Progress progress) throws Exception {
        int seconds = p.seconds() > 0 ? p.seconds() : SHUTDOWN_SECONDS;
        if (!machine.shutdown(vmid, Duration.ofSeconds(seconds), progress)) {
            throw Refused.conflict("VM quit/powerdown failed - got timeout");
        }
        machine.start(vmid, me.actor(), progress);
    }

    public String start(Caller caller, Vmid vmid, boolean skipLock) {
        Vm vm = check(caller, vmid, skipLock);
        if (vm.isOn("template", false)) {
            throw Refused.conflict("you can't start a vm if it's a template");
        }
        if (machine.runs(vmid)) {
            throw Refused.conflict("VM " + vmid + " already running");
        }
        return run(start, caller, vmid, 0, false, Queue.guest(vmid));
    }

    /** As a node's start does it: on nobody's behalf. */
    public void startAtBoot(Vmid vmid, String actor) {
        tasks.start(start, new PowerTask.Params(vmid.number(), 0, false), vmid.toString(), actor, Queue.guest(vmid));
    }

    public String stop(Caller caller, Vmid vmid, boolean skipLock) {
        check(caller, vmid, skipLock);
        return run(stop, caller, vmid, 0, false, Queue.guest(vmid).atOnce());
    }

    public String shutdown(Caller caller, Vmid vmid, Optional<Integer> seconds, boolean force, boolean skipLock) {
        check(caller, vmid, skipLock);
        return run(shutdown, caller, vmid, seconds.orElse(0), force, Queue.guest(vmid));
    }

    public String reboot(Caller caller, Vmid vmid, Optional<Integer> seconds) {
        check(caller, vmid, false);
        requireRunning(vmid);
        return run(reboot, caller, vmid, seconds.orElse(0), false, Queue.guest(vmid));
    }

    public String reset(Caller caller, Vmid vmid, boolean skipLock) {
        check(caller, vmid, skipLock);
        requireRunning(vmid);
        return run(reset, caller, vmid, 0, false, Queue.guest(vmid));
    }

    public String suspend(Caller caller, Vmid vmid, boolean toDisk, boolean skipLock) {
        check(caller, vmid, skipLock);
        requireRunning(vmid);
        if (toDisk) {
            throw Refused.badParameter("todisk", "hibernation is not there yet; leave 'todisk' out to pause in memory");
        }
        return run(suspend, caller, vmid, 0, false, Queue.guest(vmid));
    }

    public String resume(Caller caller, Vmid vmid, boolean skipLock) {
        check(caller, vmid, skipLock);
        requireRunning(vmid);
        return run(resume, caller, vmid, 0, false, Queue.guest(vmid));
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
