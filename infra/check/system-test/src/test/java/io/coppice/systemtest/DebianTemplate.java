package io.coppice.systemtest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A container template that debootstrap makes, once for all tests. */
final class DebianTemplate {
    static final String VOLUME = "local:vztmpl/debian.tar.zst";
    private static final Path CACHE =
            RunningNode.projectRoot().resolve("infra/check/system-test/target/debian.tar.zst");

    private DebianTemplate() {}

    /** Skips the test where containers cannot be run, or no template can be made. @param folder for what is needed meanwhile */
    static void require(Path folder) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        for (String program : List.of("lxc-start", "lxc-attach", "debootstrap", "zstd")) {
            assumeTrue(Programs.has(program), "there is no " + program);
        }
        make(folder);
    }

    static void putInto(RunningNode node) throws Exception {
        Path templates = node.data().resolve("storage/template/cache");
        Files.createDirectories(templates);
        Files.copy(CACHE, templates.resolve("debian.tar.zst"));
    }

    /** Runs a program in a container that was made of it. @param folder for what the program says */
    static Programs.Ended inside(RunningNode node, Path folder, int vmid, String... argv) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "lxc-attach",
                "-n",
                Integer.toString(vmid),
                "-P",
                node.data().resolve("run/lxc").toString(),
                "--clear-env",
                "-v",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "--"));
        all.addAll(List.of(argv));
        return Programs.run(folder, Map.of(), 60, all.toArray(String[]::new));
    }

    /** Kept for the next run: it takes minutes and a mirror. */
    private static synchronized void make(Path folder) throws Exception {
        Files.createDirectories(CACHE.getParent());
        // the other process of the test runner may be making it
        try (FileChannel file = FileChannel.open(
                        CACHE.resolveSibling("debian.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            if (!Files.exists(CACHE)) {
                makeAlone(folder);
            }
        }
    }

    private static void makeAlone(Path folder) throws Exception {
        Path root = folder.resolve("debian");
        Programs.Ended made = Programs.run(
                folder,
                Map.of(),
                900,
                "debootstrap",
                "--variant=minbase",
                "--include=systemd-sysv,ifupdown,iproute2",
                "bookworm",
                root.toString());
        assumeTrue(made.exit() == 0, () -> "debootstrap could not make a template: " + made.output());
        Path packed = folder.resolve("debian.tar.zst");
        Programs.succeed(folder, "tar", "--zstd", "-cpf", packed.toString(), "-C", root.toString(), ".");
        Files.move(packed, CACHE, StandardCopyOption.REPLACE_EXISTING);
    }
}
