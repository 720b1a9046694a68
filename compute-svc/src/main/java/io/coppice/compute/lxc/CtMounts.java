package io.coppice.compute.lxc;

import io.coppice.compute.guest.IdMap;
import io.coppice.compute.guest.MountPoint;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Containers' volumes as file systems of this host: made, mounted, unmounted (mount(8), mkfs.ext4(8)). */
public final class CtMounts {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Path MOUNTED = Path.of("/proc/self/mounts");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long CAP_SYS_ADMIN = 1L << 21;
    private final Commands commands;

    public CtMounts(Commands commands) {
        this.commands = commands;
    }

    private static void requireLeave() throws IOException {
        if (!mayMount(Files.readString(STATUS))) {
            throw Refused.conflict("containers cannot be made or started here: this service may not mount file systems"
                    + " (CAP_SYS_ADMIN is withheld from it); for containers, run Coppice on the host itself");
        }
    }

    /** @param status of a process, as proc(5) has it: whether it has CAP_SYS_ADMIN (capabilities(7)) */
    static boolean mayMount(String status) {
        return status.lines()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("CapEff:".length()).strip(), 16))
                .anyMatch(effective -> (effective & CAP_SYS_ADMIN) != 0);
    }

    /** Makes an empty file system on a volume, whatever is there; its root is the container's. */
    public void format(Opening opening, IdMap ids) throws IOException, InterruptedException {
        requireLeave();
        String root = ids.onHost(0) + ":" + ids.onHost(0);
        if (opening instanceof Opening.FileOpening file && !file.format().equals("raw")) {
            throw Refused.conflict("containers' volumes are raw images, not '" + file.format() + "'");
        }
        run(List.of("mkfs.ext4", "-q", "-F", "-E", "root_owner=" + root, source(opening)), "make a file system");
    }

    /** Mounts a volume on a folder, which is made. */
    public void mount(MountPoint what, Opening opening, Path at) throws IOException, InterruptedException {
        requireLeave();
        Files.createDirectories(at);
        List<String> options = new ArrayList<>(what.mountOptions());
        if (opening instanceof Opening.FileOpening) {
            options.add("loop");
        }
        if (what.isOn("ro")) {
            options.add("ro");
        }
        List<String> argv = new ArrayList<>(List.of("mount", "-t", "ext4"));
        if (!options.isEmpty()) {
            argv.addAll(List.of("-o", String.join(",", options)));
        }
        argv.addAll(List.of(source(opening), at.toString()));
        run(argv, "mount " + what.option());
    }

    private static String source(Opening opening) {
        return switch (opening) {
            case Opening.FileOpening f -> f.path();
            case Opening.DeviceOpening d -> d.path();
            case Opening.HintedOpening h -> source(h.opening());
            case Opening.RbdOpening r -> throw notYet("Ceph");
            case Opening.IscsiOpening i -> throw notYet("iSCSI");
            case Opening.ChainOpening c -> throw notYet("volume chains");
        };
    }

    private static Refused notYet(String what) {
        return Refused.conflict("containers cannot lie on " + what + " yet; choose a storage of directories");
    }

    /** A directory of the host that a container shall see. */
    public static Path ofHost(MountPoint what) {
        Path path = Path.of(what.source());
        if (!Files.isDirectory(path)) {
            throw Refused.conflict(what.option() + ": '" + path + "' is no directory of this node; make it first");
        }
        return path;
    }

    /** Unmounts all below a folder, the last mounted first. */
    public void unmountBelow(Path folder) throws IOException, InterruptedException {
        List<String> mounted = Files.readAllLines(MOUNTED).stream()
                .map(line -> unescaped(line.split(" ")[1]))
                .filter(at -> Path.of(at).startsWith(folder))
                .collect(Collectors.toList());
        for (String at : mounted.reversed()) {
            run(List.of("umount", at), "unmount " + at);
        }
    }

    /** Unmounts all below a folder, and removes the folder with what is left in it. */
    public void remove(Path folder) throws IOException, InterruptedException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        unmountBelow(folder);
        try (var inside = Files.walk(folder)) {
            for (Path p : inside.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }

    /** As the kernel writes paths there: blanks in octal. */
    private static String unescaped(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    private void run(List<String> argv, String what) throws IOException, InterruptedException {
        Commands.Ended ended = commands.run(argv, LIMIT);
        if (!ended.ok()) {
            throw Refused.conflict("unable to " + what + ": " + ended.err().strip());
        }
    }
}
