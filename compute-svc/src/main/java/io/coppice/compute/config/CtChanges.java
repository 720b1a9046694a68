package io.coppice.compute.config;

import io.coppice.compute.create.CtGuests;
import io.coppice.compute.create.NewCt;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.guest.Unused;
import io.coppice.contract.api.guest.CtConfigApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.TaskRunner;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code PUT …/config} of a container. */
public final class CtChanges {
    private static final List<String> FIXED = List.of("unprivileged", "rootfs", "arch");
    private final Cts cts;
    private final TaskRunner tasks;
    private final VmDisks disks;
    private final CtGuests guests;
    private final ChangeVm change;

    public CtChanges(Cts cts, TaskRunner tasks, VmDisks disks, CtGuests guests, ChangeVm change) {
        this.cts = cts;
        this.tasks = tasks;
        this.disks = disks;
        this.guests = guests;
        this.change = change;
    }

    public void now(Caller caller, CtConfigApi.Change in) throws Exception {
        ChangeVm.Params wish = wish(in);
        List<String> problems = tasks.exclusively(
                in.vmid(), () -> Waited.run(change.steps(wish, caller.name(), "config-" + UUID.randomUUID())));
        Waited.require(problems);
    }

    private ChangeVm.Params wish(CtConfigApi.Change in) {
        Ct ct = cts.read(in.vmid());
        Map<String, String> wanted = in.options().texts();
        for (String name : in.delete()) {
            if (wanted.containsKey(name)) {
                throw Refused.badParameter(
                        "delete", "you can't use '" + name + "' and -delete " + name + "' at the same time");
            }
            if (FIXED.contains(name)) {
                throw Refused.badParameter("delete", "unable to delete required option '" + name + "'");
            }
        }
        requireSame(ct, wanted);
        NewCt prepared = NewCt.changed(in.vmid(), wanted, disks.names(in.vmid()));
        prepared.disks().forEach(d -> guests.requireStorage(d.storage()));
        ChangeVm.Params wish = new ChangeVm.Params(
                in.vmid().number(),
                prepared.options(),
                in.delete(),
                in.revert(),
                in.digest().map(Object::toString).orElse(""),
                false,
                prepared.disks(),
                free(ct, in.delete()));
        change.look(wish);
        return wish;
    }

    /** Who owns the files of a container is decided when they are made. */
    private static void requireSame(Ct ct, Map<String, String> wanted) {
        String unprivileged = wanted.get("unprivileged");
        if (unprivileged != null && unprivileged.equals("1") != ct.isUnprivileged()) {
            throw Refused.badParameter(
                    "unprivileged", "Unable to modify read-only option: 'unprivileged'; make the container anew");
        }
    }

    /** An unused volume goes with its entry. */
    private static List<String> free(Ct ct, List<String> deleted) {
        List<String> volumes = deleted.stream()
                .filter(name -> name.startsWith("unused"))
                .flatMap(name -> ct.option(name).flatMap(t -> MountPoint.of(name, t)).stream())
                .flatMap(m -> m.volume().stream())
                .filter(v -> Unused.isOwn(v, ct.vmid()))
                .map(VolumeId::toString)
                .toList();
        if (ct.isOn("protection", false) && !volumes.isEmpty()) {
            throw Refused.conflict("can't remove CT " + ct.vmid() + " - protection mode enabled");
        }
        return volumes;
    }
}
