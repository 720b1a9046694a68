package io.coppice.compute.backup;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.IdMap;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.lxc.CtFolder;
import io.coppice.compute.machine.CtTree;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A copy of a running container's files, made and brought up to date by rsync(1). */
final class CtCopy {
    private final CtFolder files;
    private final CtTree tree;
    private final Commands commands;
    private final Duration limit;
    private final Ionice priority;

    CtCopy(CtFolder files, CtTree tree, Commands commands, Duration limit, Ionice priority) {
        this.files = files;
        this.tree = tree;
        this.commands = commands;
        this.limit = limit;
        this.priority = priority;
    }

    /** @return how much was moved, in rsync's words */
    String pass(Ct ct, List<MountPoint> included, Path root) throws IOException, InterruptedException {
        String said = "";
        for (MountPoint m : included) {
            Path from = m.isRoot()
                    ? files.rootfs(ct.vmid())
                    : files.of(ct.vmid()).resolve("mounts").resolve(m.option());
            Path to = m.isRoot() ? root : tree.folder(root, m, IdMap.of(ct.isUnprivileged()));
            String moved = run(argv(from, to, m.isRoot() ? included : List.of()));
            said = said.isEmpty() ? moved : said;
        }
        return said;
    }

    /** What lies at the places of other volumes is theirs, and is not removed with what the root file system lacks. */
    private static List<String> argv(Path from, Path to, List<MountPoint> others) {
        List<String> argv = new ArrayList<>(List.of(
                "rsync", "-aAXHS", "--numeric-ids", "--one-file-system", "--delete", "--no-inc-recursive", "--stats"));
        others.stream()
                .filter(m -> !m.isRoot())
                .forEach(m -> argv.add("--exclude=" + m.target().replaceAll("([*?\\[\\\\])", "\\\\$1") + "/*"));
        argv.add(from + "/");
        argv.add(to + "/");
        return argv;
    }

    private String run(List<String> argv) throws IOException, InterruptedException {
        Commands.Ended ended;
        try {
            ended = commands.run(priority.argv(argv), limit);
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).startsWith("Cannot run program")) {
                throw e;
            }
            throw new IOException(
                    "a container that runs is copied by rsync, which is not there; install the package 'rsync', or "
                            + "choose mode 'stop'",
                    e);
        }
        int vanished = 24; // files that were there when it looked and not when it read
        if (!ended.ok() && ended.exit() != vanished) {
            throw new IOException("rsync failed with exit code " + ended.exit() + ": "
                    + ended.err().strip().lines().limit(3).reduce("", (a, b) -> a.isEmpty() ? b : a + "; " + b));
        }
        return ended.out()
                .lines()
                .filter(l -> l.startsWith("Total transferred file size"))
                .findFirst()
                .orElse("done");
    }
}
