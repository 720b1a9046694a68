package io.coppice.compute.config;

import io.coppice.compute.create.Prepared;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Unused;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.contract.api.guest.VmConfigApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code PUT} and {@code POST …/config}: the same change, at once or as a task. */
public final class Changes {
    private final Vms vms;
    private final TaskRunner tasks;
    private final VmDisks disks;
    private final ChangeVm change;

    public Changes(Vms vms, TaskRunner tasks, VmDisks disks, ChangeVm change) {
        this.vms = vms;
        this.tasks = tasks;
        this.disks = disks;
        this.change = change;
        tasks.register(change);
    }

    public void now(Caller caller, VmConfigApi.Change in) throws Exception {
        ChangeVm.Params wish = wish(caller, in);
        List<String> problems = tasks.exclusively(
                in.vmid(), () -> Waited.run(change.steps(wish, caller.name(), "config-" + UUID.randomUUID())));
        Waited.require(problems);
    }

    public String later(Caller caller, VmConfigApi.ChangeLater in) throws Exception {
        ChangeVm.Params wish = wish(caller, in.change());
        var upid = tasks.start(
                change,
                wish,
                in.change().vmid().toString(),
                caller,
                Queue.guest(in.change().vmid()));
        if (in.backgroundDelay().isPresent()) {
            tasks.awaitEnd(upid, Duration.ofSeconds(in.backgroundDelay().get()));
        }
        return upid.toString();
    }

    /** What can be refused is, before anything begins. */
    private ChangeVm.Params wish(Caller caller, VmConfigApi.Change in) {
        boolean skipLock = in.skiplock().orElse(false);
        if (skipLock && !caller.name().equals("root@pam")) {
            throw Refused.badParameter("skiplock", "Only root may use this option.");
        }
        for (String name : in.delete()) {
            if (in.options().texts().containsKey(name)) {
                throw Refused.badParameter(
                        "delete", "you can't use '" + name + "' and -delete " + name + "' at the same time");
            }
        }
        Vm vm = vms.read(in.vmid());
        Map<String, String> formats = disks.requireThere(in.options().texts(), known(vm));
        Prepared prepared = Prepared.of(in.vmid(), in.options().texts(), formats, disks.taken(in.vmid(), formats));
        ChangeVm.Params wish = new ChangeVm.Params(
                in.vmid().number(),
                prepared.options(),
                in.delete(),
                in.revert(),
                in.digest().map(Object::toString).orElse(""),
                skipLock,
                prepared.disks(),
                free(vm, in));
        change.look(wish);
        return wish;
    }

    private static Set<VolumeId> known(Vm vm) {
        return Stream.of(vm.config().current(), vm.config().pending())
                .flatMap(s -> Vm.drives(s).stream())
                .flatMap(d -> d.volume().stream())
                .collect(Collectors.toSet());
    }

    /** An unused disk's volume goes with its entry; a disk's own only by force. */
    private static List<String> free(Vm vm, VmConfigApi.Change in) {
        List<String> volumes = in.delete().stream()
                .filter(name -> name.startsWith("unused") || in.force().orElse(false))
                .flatMap(name -> vm.option(name).flatMap(t -> Drive.of(name, t)).stream())
                .filter(d -> !d.isCdrom())
                .map(Drive::volume)
                .flatMap(Optional::stream)
                .filter(v -> Unused.isOwn(v, vm.vmid()))
                .map(Object::toString)
                .toList();
        if (vm.isOn("protection", false) && !volumes.isEmpty()) {
            throw Refused.conflict("can't remove unused disk '" + volumes.getFirst() + "' - protection mode enabled");
        }
        return volumes;
    }
}
