package io.coppice.compute.create;

import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.MountPoint;
import io.coppice.contract.api.guest.CtApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.store.Image.Reservation;
import java.util.Map;
import java.util.Optional;

/** {@code POST /nodes/{node}/lxc} and {@code DELETE /nodes/{node}/lxc/{vmid}}: what can be refused is, before a task begins. */
public final class CtGuests {
    private final Cts cts;
    private final TaskRunner tasks;
    private final VmDisks disks;
    private final CreateCt create;
    private final DestroyVm destroy;
    private final Restore restore;
    private final Calls calls;
    private final Caller self;

    /** Starts what makes a container from a backup. */
    @FunctionalInterface
    public interface Restore {
        String start(Caller caller, CtApi.Create in);
    }

    /**
     * How containers come and go.
     *
     * @param create registers with the tasks here, as the others do
     */
    public record Ways(CreateCt create, DestroyVm destroy, Restore restore) {}

    /** @param self as which storage is asked, once it is known that the caller may */
    public CtGuests(Cts cts, TaskRunner tasks, VmDisks disks, Ways ways, Calls calls, Caller self) {
        this.cts = cts;
        this.tasks = tasks;
        this.disks = disks;
        this.create = ways.create();
        this.destroy = ways.destroy();
        this.restore = ways.restore();
        this.calls = calls;
        this.self = self;
        tasks.register(create).register(destroy);
    }

    public String create(Caller caller, CtApi.Create in) {
        if (in.haManaged()) {
            throw new Refused(new Failure.NotImplemented("POST", "/nodes/{node}/lxc with ha-managed"));
        }
        in.pool().filter(p -> !cts.hasPool(p)).ifPresent(p -> {
            throw Refused.notFound("pool '" + p + "' does not exist");
        });
        if (in.restore().orElse(false)) {
            return restore.start(caller, in);
        }
        Vmid vmid = in.vmid();
        new FreeVmid(cts, vmid, Reservation.ofCaller(caller.name())).require();
        requireTemplate(in.ostemplate());
        NewCt fresh = NewCt.of(vmid, in.options().texts(), in.storage().text(), disks.names(vmid));
        fresh.disks().forEach(d -> requireStorage(d.storage()));
        requireVolumes(fresh.options());
        return tasks.start(
                        create,
                        new CreateCt.Params(
                                vmid.number(),
                                fresh.text(),
                                fresh.disks(),
                                in.ostemplate(),
                                in.ignoreUnpackErrors().orElse(false),
                                in.sshPublicKeys().orElse(""),
                                in.pool().map(Object::toString).orElse(""),
                                in.start(),
                                in.password().orElse("")),
                        vmid.toString(),
                        caller,
                        Queue.guest(vmid))
                .toString();
    }

    private void requireTemplate(String text) {
        VolumeId volume;
        try {
            volume = VolumeId.parse(text);
        } catch (Malformed e) {
            throw Refused.badParameter(
                    "ostemplate", "'" + text + "' is no volume; use one as in 'local:vztmpl/x.tar.zst'");
        }
        if (!volume.name().startsWith("vztmpl/")) {
            throw Refused.badParameter("ostemplate", "'" + text + "' is no container template");
        }
        calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(volume), self);
    }

    /** @throws Refused saying what keeps a volume from being made there */
    public void requireStorage(String storage) {
        calls.call(
                VolumesInternalApi.LOOK, new VolumesInternalApi.Look(new StorageId(storage), Optional.of("raw")), self);
    }

    private void requireVolumes(Map<String, String> options) {
        options.forEach((name, text) -> MountPoint.of(name, text)
                .filter(m -> !text.contains("size=") || m.isOfHost())
                .flatMap(MountPoint::volume)
                .ifPresent(v -> calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(v), self)));
    }

    public String destroy(Caller caller, CtApi.Destroy in) {
        DestroyVm.Wish wish = new DestroyVm.Wish(
                in.vmid(), in.destroyUnreferencedDisks().orElse(false), false, in.purge(), in.force());
        return tasks.start(destroy, destroy.params(wish), in.vmid().toString(), caller, Queue.guest(in.vmid()))
                .toString();
    }
}
