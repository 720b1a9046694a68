package io.coppice.compute.restore;

import io.coppice.compute.config.Privileges;
import io.coppice.compute.create.CreateVm;
import io.coppice.compute.create.FreeVmid;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.DiskServer;
import io.coppice.compute.machine.Machine;
import io.coppice.compute.qemu.Build;
import io.coppice.contract.api.guest.VmApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.store.Image.Reservation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /nodes/{node}/qemu} with an archive: what can be refused is, before a task begins. */
public final class Restores {
    private final Vms vms;
    private final TaskRunner tasks;
    private final VmDisks disks;
    private final RestoreVm task;
    private final Replacement replacement;
    private final ArchiveFinder archives;
    private final Calls calls;
    private final Caller self;

    /**
     * By what disks are made and filled.
     *
     * @param self as which storage is asked, once it is known that the caller may
     */
    public record Means(
            VmDisks disks, CreateVm create, DiskServer server, Supplier<Build> build, Calls calls, Caller self) {}

    public Restores(Vms vms, Machine machine, TaskRunner tasks, Means means) {
        this.vms = vms;
        this.tasks = tasks;
        this.disks = means.disks();
        this.calls = means.calls();
        this.self = means.self();
        this.replacement = new Replacement(vms, machine, disks);
        this.archives = new ArchiveFinder(calls, self, GuestKind.QEMU, "archive");
        this.task = new RestoreVm(
                vms, machine, disks, means.create(), new Filling(means.server(), means.build(), calls, self));
        tasks.register(task);
    }

    /** @return the task's UPID */
    public String start(Caller caller, VmApi.Create in) throws IOException, InterruptedException {
        Vmid vmid = in.vmid();
        requireServed(in);
        boolean over = in.force().orElse(false) && vms.document(vmid).isPresent();
        if (over) {
            replacement.requireReplaceable(vmid);
        } else {
            new FreeVmid(vms, vmid, Reservation.ofCaller(caller.name())).require();
        }
        Path archive = archives.find(caller, in.archive().orElseThrow(), vmid);
        RestoredVm restored = read(archive, in);
        requireOptions(caller, vmid, over, restored);
        for (NewDisk d : restored.disks()) {
            caller.require("/storage/" + d.storage(), "Datastore.AllocateSpace");
            calls.call(
                    VolumesInternalApi.LOOK,
                    new VolumesInternalApi.Look(new StorageId(d.storage()), Optional.of(d.format())),
                    self);
        }
        RestoreVm.Params params = new RestoreVm.Params(
                vmid.number(),
                archive.toString(),
                restored.text(),
                restored.disks(),
                restored.devices(),
                in.bwlimit().orElse(0L),
                in.pool().map(Object::toString).orElse(""),
                in.start(),
                over,
                over ? replacement.volumes(vmid) : List.of(),
                restored.said());
        return tasks.start(task, params, vmid.toString(), caller, Queue.guest(vmid))
                .toString();
    }

    /** Whoever restores could have set the options himself, but for those that the guest has already. */
    private void requireOptions(Caller caller, Vmid vmid, boolean over, RestoredVm restored) {
        Map<String, String> options =
                new LinkedHashMap<>(Vm.parse(vmid, restored.text()).now().options());
        options.entrySet()
                .removeIf(e -> Drive.of(e.getKey(), e.getValue())
                                .filter(d -> !d.isCdrom())
                                .isPresent()
                        || RestoredVm.MADE_UP.contains(e.getKey()));
        if (over) {
            options.entrySet().removeAll(vms.read(vmid).now().options().entrySet());
        }
        Privileges.require(caller, GuestKind.QEMU, vmid, Optional.empty(), options, List.of());
    }

    private static void requireServed(VmApi.Create in) {
        if (in.liveRestore().orElse(false)) {
            throw Refused.badParameter("live-restore", "starting while it is restored is not there yet; leave it out");
        }
        in.options().texts().forEach((name, text) -> {
            if (Drive.of(name, text).isPresent() || name.equals("cdrom")) {
                throw Refused.badParameter(name, "disks come from the archive; change them when it is restored");
            }
        });
    }

    private RestoredVm read(Path archive, VmApi.Create in) throws InterruptedException {
        RestoredVm.Wish wish = new RestoredVm.Wish(
                in.vmid(),
                in.storage().map(StorageId::text),
                in.options().texts(),
                in.unique().orElse(false),
                disks.names(in.vmid()));
        try {
            return new ArchiveFile(archive).read(reader -> RestoredVm.of(reader.header(), wish));
        } catch (IOException e) {
            throw Refused.conflict("the archive '" + archive + "' cannot be read: " + e.getMessage());
        }
    }
}
