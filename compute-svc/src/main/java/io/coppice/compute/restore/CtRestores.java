package io.coppice.compute.restore;

import io.coppice.archive.compression.Compression;
import io.coppice.archive.tar.TarHead;
import io.coppice.compute.config.Privileges;
import io.coppice.compute.create.CreateCt;
import io.coppice.compute.create.CtMaker;
import io.coppice.compute.create.FreeVmid;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.api.guest.CtApi;
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
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code POST /nodes/{node}/lxc} with a backup: what can be refused is, before a task begins. */
public final class CtRestores {
    private static final String CONFIG = "etc/vzdump/pct.conf";
    private static final int BUFFER = 1 << 17;
    private final Cts cts;
    private final TaskRunner tasks;
    private final VmDisks disks;
    private final RestoreCt task;
    private final Calls calls;
    private final Caller self;

    /**
     * By what volumes are made and filled.
     *
     * @param self as which storage is asked, once it is known that the caller may
     */
    public record Means(VmDisks disks, CreateCt create, CtMaker maker, Calls calls, Caller self) {}

    public CtRestores(Cts cts, Machine machine, TaskRunner tasks, Means means) {
        this.cts = cts;
        this.tasks = tasks;
        this.disks = means.disks();
        this.calls = means.calls();
        this.self = means.self();
        this.task = new RestoreCt(cts, machine, disks, means.create(), means.maker());
        tasks.register(task);
    }

    /** @return the task's UPID */
    public String start(Caller caller, CtApi.Create in) {
        Vmid vmid = in.vmid();
        requireServed(in);
        boolean over = in.force().orElse(false) && cts.document(vmid).isPresent();
        if (over) {
            task.replacement().requireReplaceable(vmid);
        } else {
            new FreeVmid(cts, vmid, Reservation.ofCaller(caller.name())).require();
        }
        Path archive = new ArchiveFinder(calls, self, GuestKind.LXC, "ostemplate").find(caller, in.ostemplate(), vmid);
        RestoredCt.Wish wish = new RestoredCt.Wish(
                vmid,
                in.storage().text(),
                in.options().texts(),
                in.unique().orElse(false),
                caller.name().equals("root@pam"),
                disks.names(vmid));
        RestoredCt restored = RestoredCt.of(config(archive), wish);
        requireOptions(caller, vmid, over, restored);
        requireStorages(caller, restored.disks());
        RestoreCt.Params params = new RestoreCt.Params(
                vmid.number(),
                archive.toString(),
                restored.ct().config().text(),
                restored.disks(),
                in.ignoreUnpackErrors().orElse(false),
                (long) Math.ceil(in.bwlimit().orElse(0.0)),
                in.pool().map(Object::toString).orElse(""),
                in.start(),
                over,
                over ? task.replacement().volumes(vmid) : List.of(),
                restored.said());
        return tasks.start(task, params, vmid.toString(), caller, Queue.guest(vmid))
                .toString();
    }

    private static void requireServed(CtApi.Create in) {
        if (in.password().isPresent() || in.sshPublicKeys().isPresent()) {
            throw Refused.badParameter(
                    in.password().isPresent() ? "password" : "ssh-public-keys",
                    "a backup has its own accounts; set it in the container when it is restored");
        }
    }

    private static String config(Path archive) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                InputStream plain = Compression.ofFileName(archive.toString()).decompress(raw)) {
            byte[] config = TarHead.find(plain, CONFIG)
                    .orElseThrow(() -> Refused.conflict(
                            "'" + archive.getFileName() + "' holds no configuration of a container; it is no backup"));
            return new String(config, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Refused.conflict("the archive '" + archive + "' cannot be read: " + e.getMessage());
        }
    }

    /** Whoever restores could have set the options himself, but for those that the container has already. */
    private void requireOptions(Caller caller, Vmid vmid, boolean over, RestoredCt restored) {
        Map<String, String> options = new LinkedHashMap<>(restored.ct().now().options());
        options.remove("lock");
        options.entrySet()
                .removeIf(e -> MountPoint.of(e.getKey(), e.getValue())
                        .filter(m -> isMade(m, restored.disks()))
                        .isPresent());
        if (over) {
            options.entrySet().removeAll(cts.read(vmid).now().options().entrySet());
        }
        Privileges.require(caller, GuestKind.LXC, vmid, Optional.empty(), options, List.of());
    }

    private static boolean isMade(MountPoint m, List<NewDisk> made) {
        return made.stream().anyMatch(d -> d.option().equals(m.option()));
    }

    private void requireStorages(Caller caller, List<NewDisk> made) {
        for (NewDisk d : made) {
            caller.require("/storage/" + d.storage(), "Datastore.AllocateSpace");
            calls.call(
                    VolumesInternalApi.LOOK,
                    new VolumesInternalApi.Look(new StorageId(d.storage()), Optional.of(d.format())),
                    self);
        }
    }
}
