package io.coppice.systemtest.power;

import io.coppice.systemtest.power.VolatileDisk.Unflushed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A volatile disk with ext4, mounted on this machine: NBD, seen as a file by way of FUSE, as a loop device. Processes that
 * write to it know nothing of that; a flush of theirs goes all the way down.
 */
public final class MountedDisk implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final VolatileDisk disk;
    private final NbdServer server;
    private final Process daemon;
    private final String loop;
    private final Path at;
    private boolean mounted = true;

    private MountedDisk(VolatileDisk disk, NbdServer server, Process daemon, String loop, Path at) {
        this.disk = disk;
        this.server = server;
        this.daemon = daemon;
        this.loop = loop;
        this.at = at;
    }

    /** Why there can be none on this machine. */
    public static Optional<String> impossible() {
        Optional<String> lacking = HostPrograms.lacking("qemu-storage-daemon", "losetup", "mke2fs", "mount", "umount");
        if (lacking.isPresent()) {
            return lacking;
        }
        boolean devices = Files.exists(Path.of("/dev/fuse")) && Files.exists(Path.of("/dev/loop-control"));
        return devices ? Optional.empty() : Optional.of("this kernel has no FUSE or no loop devices");
    }

    /** Makes the file of an empty disk with ext4 on it; holes are not stored, nothing is kept back for root. */
    public static Path blank(Path file, long mebibytes) throws IOException, InterruptedException {
        HostPrograms.run("mke2fs", "-q", "-t", "ext4", "-m", "0", file.toString(), mebibytes + "M");
        return file;
    }

    /**
     * Switches it on.
     *
     * @param folder for a socket and logs
     * @param file what {@link #blank} made
     * @param at where it is mounted
     */
    public static MountedDisk on(Path folder, Path file, Path at) throws IOException, InterruptedException {
        VolatileDisk disk = new VolatileDisk(file);
        NbdServer server = new NbdServer(disk, folder.resolve("disk.nbd"));
        Path seen = folder.resolve("disk.fuse");
        Files.write(seen, new byte[0]);
        Process daemon = new ProcessBuilder(
                        "qemu-storage-daemon",
                        "--blockdev",
                        "driver=nbd,node-name=nbd,server.type=unix,server.path=" + folder.resolve("disk.nbd"),
                        "--blockdev",
                        "driver=raw,node-name=disk,file=nbd",
                        "--export",
                        "type=fuse,id=fuse,node-name=disk,mountpoint=" + seen + ",writable=on")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("storage-daemon.log").toFile())
                .start();
        long until = System.nanoTime() + PATIENCE;
        while (Files.size(seen) != disk.size()) {
            if (!daemon.isAlive() || System.nanoTime() > until) {
                daemon.destroyForcibly();
                throw new IOException(Files.readString(folder.resolve("storage-daemon.log")));
            }
            aMoment();
        }
        String loop = HostPrograms.run("losetup", "-f", "--show", seen.toString());
        Files.createDirectories(at);
        MountedDisk mounted = new MountedDisk(disk, server, daemon, loop, at);
        HostPrograms.run("mount", "-t", "ext4", loop, at.toString());
        return mounted;
    }

    /**
     * The disk and these processes lose power in one instant: from the first moment on nothing more reaches the disk, and
     * no call that waits for it returns.
     *
     * @return how many blocks of 4 KiB had not been flushed
     */
    public int losePower(Unflushed fate, Random random, List<ProcessHandle> processes)
            throws IOException, InterruptedException {
        int lost = disk.losePower(fate, random);
        processes.forEach(ProcessHandle::destroyForcibly);
        // what waits in the kernel for the disk can end only when it fails
        disk.close();
        for (ProcessHandle process : processes) {
            process.onExit().join();
        }
        unmount();
        return lost;
    }

    /** All processes whose command line names where it is mounted: of a node its own, its guests', and what they started. */
    public List<ProcessHandle> users() {
        return ProcessHandle.allProcesses()
                .filter(p -> commandLine(p.pid()).contains(at.toString()))
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", "" + pid, "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private void unmount() throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        for (int attempt = 0; mounted; attempt++) {
            try {
                HostPrograms.run("umount", at.toString());
                mounted = false;
            } catch (IOException e) {
                said.add(e.getMessage());
                if (attempt == 50) {
                    throw new IOException(at + " is still in use: " + said.getLast());
                }
                aMoment();
            }
        }
        HostPrograms.run("losetup", "-d", loop);
        daemon.destroy();
        if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
            daemon.destroyForcibly().waitFor();
        }
        server.close();
    }

    private static void aMoment() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }

    /** Ends who still uses it. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (mounted) {
            for (ProcessHandle user : users()) {
                user.destroyForcibly();
                user.onExit().join();
            }
            unmount();
        }
        disk.close();
    }
}
