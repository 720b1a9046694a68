package io.coppice.compute.backup;

import io.coppice.archive.relay.RelayWriter;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.IdMap;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.lxc.CtFolder;
import io.coppice.compute.lxc.CtProcess;
import io.coppice.compute.machine.CtTree;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.api.guest.GuestBackupInternalApi;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.task.TaskRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Containers' files for backups. One that does not run is read from its volumes; one that runs is copied, then frozen while
 * what has changed is copied again, and read from the copy. All may be asked again, with the same mark.
 */
public final class CtBackups {
    private static final Duration LIMIT = Duration.ofDays(2);
    private final Cts cts;
    private final Machine machine;
    private final CtProcess lxc;
    private final CtTree tree;
    private final Commands commands;
    private final BackupHold hold;
    private final Holding holding;
    private final Map<Vmid, Serving> servings = new ConcurrentHashMap<>();

    /** @param self the service as the actor of changes */
    public CtBackups(
            Cts cts, Machine machine, CtProcess lxc, CtTree tree, TaskRunner tasks, Commands commands, String self) {
        this.cts = cts;
        this.machine = machine;
        this.lxc = lxc;
        this.tree = tree;
        this.commands = commands;
        this.hold = new BackupHold(cts, self);
        this.holding = new Holding(cts, machine, tasks, hold);
    }

    Holding holding() {
        return holding;
    }

    private Path workplace(Vmid vmid) {
        return lxc.files().root().resolve("backup-" + vmid);
    }

    /** @return where they are read */
    GuestBackupInternalApi.Served files(GuestBackupInternalApi.Files in) throws Exception {
        Vmid vmid = in.vmid();
        hold.require(vmid, in.mark());
        takeOut(vmid);
        if (machine.runs(vmid)) {
            holding.goOn(vmid, in.mark()); // an earlier try may have been killed while it stood still
        }
        Path door = workplace(vmid).resolve("door");
        Files.createDirectories(workplace(vmid));
        CtFolder.letThrough(lxc.files().root(), workplace(vmid));
        Files.createDirectory(door, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path socket = door.resolve("s");
        servings.put(vmid, Serving.at(socket, relay -> serve(in, relay)));
        return new GuestBackupInternalApi.Served(socket.toString());
    }

    void takeOut(Vmid vmid) throws IOException, InterruptedException {
        Serving serving = servings.get(vmid);
        if (serving != null) {
            serving.close();
            servings.remove(vmid);
        }
        Optional<Path> elsewhere = CtCopyPlace.elsewhere(workplace(vmid), vmid);
        if (elsewhere.isPresent()) {
            tree.remove(elsewhere.get());
        }
        tree.remove(workplace(vmid));
    }

    private void serve(GuestBackupInternalApi.Files in, RelayWriter relay) throws Exception {
        Ct ct = cts.read(in.vmid());
        for (String line : CtInBackup.said(ct)) {
            relay.line(line);
        }
        boolean copied = machine.runs(ct.vmid());
        Path root =
                CtCopyPlace.make(workplace(ct.vmid()), ct.vmid(), in.folder().filter(f -> copied));
        List<MountPoint> included = CtInBackup.included(ct);
        List<String> beside = List.of();
        if (copied) {
            suspend(ct, included, root, in, relay);
        } else {
            relay.line("backup mode: stop");
            tree.mount(included, IdMap.of(ct.isUnprivileged()), root);
            beside = included.stream()
                    .filter(m -> !m.isRoot())
                    .map(MountPoint::target)
                    .toList();
        }
        tar(ct, root, beside, in, relay);
    }

    /** Volumes in directories have no snapshots, so what asks for one gets the next best, as the original does it. */
    private void suspend(
            Ct ct, List<MountPoint> included, Path root, GuestBackupInternalApi.Files in, RelayWriter relay)
            throws Exception {
        if (!in.mode().equals("suspend")) {
            relay.line("mode failure - some volumes do not support snapshots");
            relay.line("trying 'suspend' mode instead");
        }
        relay.line("backup mode: suspend");
        CtCopy copy = new CtCopy(lxc.files(), tree, commands, LIMIT, new Ionice(in.ionice()));
        relay.line("starting first sync of " + lxc.files().rootfs(ct.vmid()) + " to " + root);
        relay.line("first sync finished - " + copy.pass(ct, included, root));
        boolean wasFrozen = lxc.isFrozen(ct.vmid());
        long since = System.nanoTime();
        if (!wasFrozen) {
            relay.line("suspending guest");
            hold.restart(ct.vmid(), in.mark(), true);
            machine.say(ct.vmid(), "stop");
        }
        try {
            relay.line("starting final sync");
            relay.line("final sync finished - " + copy.pass(ct, included, root));
        } finally {
            // an interrupt comes from who lets it go on himself
            if (!wasFrozen && !Thread.currentThread().isInterrupted()) {
                holding.goOn(ct.vmid(), in.mark());
            }
        }
        if (!wasFrozen) {
            long millis = Duration.ofNanos(System.nanoTime() - since).toMillis();
            relay.line("guest is online again after " + millis + " ms");
        }
    }

    private void tar(Ct ct, Path root, List<String> beside, GuestBackupInternalApi.Files in, RelayWriter relay)
            throws Exception {
        IdMap ids = IdMap.of(ct.isUnprivileged());
        Path head = workplace(ct.vmid()).resolve("head");
        Path folder = Files.createDirectories(head.resolve("etc/vzdump"));
        Path config = Files.writeString(folder.resolve("pct.conf"), CtInBackup.config(ct));
        for (Path p : List.of(head.resolve("etc"), folder, config)) {
            Files.setAttribute(p, "unix:uid", ids.onHost(0));
            Files.setAttribute(p, "unix:gid", ids.onHost(0));
        }
        relay.line("reading files");
        List<String> argv = new Ionice(in.ionice()).argv(TarCall.argv(ids, head, root, beside, in.exclude()));
        Commands.Ended ended = commands.run(argv, Commands.Passing.out(relay.data()), LIMIT);
        for (String line : ended.err().lines().limit(50).toList()) {
            relay.line(line);
        }
        if (!ended.ok()) {
            throw new IOException("tar failed with exit code " + ended.exit() + ": "
                    + ended.err().strip().lines().limit(3).reduce("", (a, b) -> a.isEmpty() ? b : a + "; " + b));
        }
    }
}
