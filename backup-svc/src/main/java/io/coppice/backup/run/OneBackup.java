package io.coppice.backup.run;

import io.coppice.archive.compression.Compression;
import io.coppice.archive.nbd.Pace;
import io.coppice.archive.vma.VmaHeader;
import io.coppice.backup.disk.CtArchive;
import io.coppice.backup.disk.DiskSource;
import io.coppice.backup.disk.FileSource;
import io.coppice.backup.disk.ProgressLines;
import io.coppice.backup.disk.VmArchive;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Begun;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Disk;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Held;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.backup.NotesTemplate;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One guest's backup in a task. Each part may be done again. */
final class OneBackup {
    private static final DateTimeFormatter IN_NAMES = DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss");
    private static final int LONGEST_CALL_SECONDS = 120;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 8_000;
    private final Guests guests;
    private final Shelf shelf;
    private final Vzdump.Params p;
    private final Vmid vmid;
    private final TaskContext me;
    private final Compression compression;
    private final Hook hook;
    private final InputOutput io;

    OneBackup(Guests guests, Shelf shelf, Vzdump.Params p, Vmid vmid, TaskContext me, Hook hook, InputOutput io) {
        this.guests = guests;
        this.shelf = shelf;
        this.p = p;
        this.vmid = vmid;
        this.me = me;
        this.compression = Compression.ofWord(p.compress()).orElse(Compression.NONE);
        this.io = io;
        this.hook = hook.with(Map.of("VMTYPE", type(), "HOSTNAME", p.name(vmid.number())));
    }

    Vmid vmid() {
        return vmid;
    }

    private String type() {
        return p.type(vmid.number());
    }

    private boolean isContainer() {
        return type().equals("lxc");
    }

    /** Its time is the task's, so that the name is the same whenever the task goes on. */
    private Shelf.Entry entry() {
        String when =
                IN_NAMES.format(Instant.ofEpochSecond(me.upid().startSeconds()).atZone(ZoneId.systemDefault()));
        String end = isContainer() ? ".tar" : ".vma";
        return new Shelf.Entry("vzdump-" + type() + "-" + vmid + "-" + when + end + compression.suffix(), me.id());
    }

    boolean isDone() throws IOException, StoreUnavailable {
        return shelf.holds(entry());
    }

    void write(Progress progress) throws IOException, InterruptedException, StoreUnavailable {
        progress.log(begins());
        Held held = guests.hold(vmid, me.id());
        progress.log((isContainer() ? "CT" : "VM") + " Name: " + held.name());
        hook.ask(progress, "backup-start", p.mode(), vmid.toString());
        progress.log("status = " + (held.running() ? "running" : "stopped"));
        Path file = shelf.begin(entry());
        if (held.running() && p.mode().equals("stop")) {
            hook.ask(progress, "pre-stop", p.mode(), vmid.toString());
            stop(progress);
        }
        if (isContainer()) {
            files(file, progress);
        } else {
            progress.log("backup mode: " + (held.running() ? p.mode() : "stop"));
            disks(file, progress);
        }
        letGo(progress);
    }

    /**
     * One that is off for its backup starts again when there is a quorum, and none is let go before. The archive has not to be
     * written once more for that, so it is waited for here, until the task is cancelled.
     */
    private void letGo(Progress progress) throws InterruptedException {
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try {
                guests.end(vmid, me.id());
                return;
            } catch (StoreUnavailable e) {
                if (pause == FIRST_PAUSE_MILLIS) {
                    progress.log("waiting for the store: " + e.getMessage());
                }
            }
            progress.checkCancelled();
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    private void files(Path file, Progress progress) throws IOException, InterruptedException, StoreUnavailable {
        progress.log("creating vzdump archive '" + entry().name() + "'");
        Guests.FileWish wish = new Guests.FileWish(
                p.mode(), p.exclude(), p.manners().tmpdir(), p.manners().ionice());
        try (FileSource source = guests.files(vmid, me.id(), wish)) {
            CtArchive archive = new CtArchive(Pace.of(p.kibPerSecond()), p.quiet(), progress, System::nanoTime);
            io.run(progress, () -> archive.write(source, file, compression, p.threads()));
        }
    }

    private void disks(Path file, Progress progress) throws IOException, InterruptedException, StoreUnavailable {
        Begun begun = guests.begin(
                vmid,
                me.id(),
                new Guests.DiskWish(p.mode(), p.manners().tmpdir(), p.manners().fleecing()));
        begun.said().forEach(progress::log);
        progress.log("creating vzdump archive '" + entry().name() + "'");
        copy(begun, file, progress);
    }

    /** With it begins a guest's part of the log. */
    private String begins() {
        return "Starting Backup of VM " + vmid + " (" + type() + ")";
    }

    private void stop(Progress progress) throws InterruptedException, StoreUnavailable {
        progress.log("stopping vm");
        long left = p.stopMinutes() * 60L;
        boolean off = false;
        while (!off && left > 0) {
            progress.checkCancelled();
            int now = (int) Math.min(left, LONGEST_CALL_SECONDS);
            off = guests.stop(vmid, me.id(), now);
            left -= now;
        }
        if (!off) {
            throw Refused.conflict("VM quit/powerdown failed - got timeout");
        }
    }

    private void copy(Begun begun, Path file, Progress progress)
            throws IOException, InterruptedException, StoreUnavailable {
        List<DiskSource> open = new ArrayList<>();
        try {
            List<VmaHeader.Device> devices = new ArrayList<>();
            for (Disk d : begun.disks()) {
                DiskSource disk = guests.open(d);
                open.add(disk);
                devices.add(new VmaHeader.Device(devices.size() + 1, d.name(), disk.size()));
            }
            VmaHeader header = new VmaHeader(
                    UUID.randomUUID(),
                    me.upid().startSeconds(),
                    Map.of("qemu-server.conf", begun.config().getBytes(StandardCharsets.UTF_8)),
                    devices);
            long total = devices.stream().mapToLong(VmaHeader.Device::bytes).sum();
            ProgressLines said = new ProgressLines(total, p.quiet(), progress, System::nanoTime);
            VmArchive archive = new VmArchive(header, open, Pace.of(p.kibPerSecond()), said, progress);
            io.run(progress, () -> archive.write(file, compression, p.threads()));
            said.end(Files.size(file));
        } finally {
            for (DiskSource disk : open) {
                close(disk, progress);
            }
        }
    }

    /** What was to be read has been read, or a failure is on its way already. */
    private static void close(DiskSource disk, Progress progress) {
        try {
            disk.close();
        } catch (IOException e) {
            progress.log("closing a disk failed: " + e.getMessage());
        }
    }

    /** Back to what was, but for an archive that has its name. */
    void clear(Progress progress) throws IOException, InterruptedException, StoreUnavailable {
        guests.end(vmid, me.id());
        shelf.discard(entry());
        hook.tell(progress, "backup-abort", p.mode(), vmid.toString());
    }

    void name(Progress progress, List<String> log) throws IOException, InterruptedException, StoreUnavailable {
        Optional<String> notes = p.notes().isEmpty() ? Optional.empty() : Optional.of(notes(p.name(vmid.number())));
        int from = Math.max(0, log.lastIndexOf(begins()));
        String text = String.join("\n", log.subList(from, log.size())) + "\n";
        String made = shelf.finish(entry(), new Shelf.Label(notes, p.isProtected(), text));
        if (hook.isThere()) {
            hook.with(Map.of("TARGET", shelf.place(entry()).toString()))
                    .tell(progress, "backup-end", p.mode(), vmid.toString());
        }
        progress.log("Finished Backup of VM " + vmid + ": '" + made + "'");
    }

    private String notes(String name) {
        return NotesTemplate.fill(
                p.notes(),
                Map.of(
                        "cluster", p.cluster(),
                        "guestname", name,
                        "node", me.upid().node().text(),
                        "vmid", vmid.toString()));
    }

    void prune(Progress progress) throws IOException, StoreUnavailable {
        progress.log("prune older backups with retention: " + p.keep());
        Shelf.Pruned pruned = shelf.prune(vmid, type(), p.keep(), me.id());
        pruned.removed().forEach(volume -> progress.log("removing backup '" + volume + "'"));
        progress.log("pruned " + pruned.removed().size() + " backup(s), "
                + pruned.kept().size() + " stay");
    }

    static String text(Exception e) {
        return e instanceof Refused r ? r.failure().text() : String.valueOf(e.getMessage());
    }
}
