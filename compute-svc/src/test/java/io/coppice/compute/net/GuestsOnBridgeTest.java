package io.coppice.compute.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.qemu.Launch;
import io.coppice.compute.qemu.QemuProcess;
import io.coppice.compute.qemu.ThisHost;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Linux guests on a bridge reach each other, and do not while a cable is pulled. Needs Debian's kernel in /boot. */
class GuestsOnBridgeTest {
    private static final Vmid ONE = new Vmid(1610);
    private static final Vmid OTHER = new Vmid(1611);

    @TempDir
    private Path folder;

    private Optional<Namespace> network = Optional.empty();

    @AfterEach
    void end() throws Exception {
        if (network.isPresent()) {
            qemu().end(ONE);
            qemu().end(OTHER);
            network.get().close();
        }
    }

    private QemuProcess qemu() {
        return new QemuProcess(new RunFolder(folder.resolve("run")), network.orElseThrow());
    }

    private static Optional<Path> kernel() throws IOException {
        try (Stream<Path> all = Files.isDirectory(Path.of("/boot")) ? Files.list(Path.of("/boot")) : Stream.empty()) {
            return all.filter(p -> p.getFileName().toString().startsWith("vmlinuz-"))
                    .filter(p -> Files.exists(driver(p)))
                    .findFirst();
        }
    }

    private static Path driver(Path kernel) {
        return Path.of("/lib/modules", kernel.getFileName().toString().substring("vmlinuz-".length()))
                .resolve("kernel/drivers/net/ethernet/intel/e1000/e1000.ko");
    }

    /** Answers pings, and says on its console whether the other guest answers its own. */
    private Path initramfs(Path kernel, String mine, String others) throws Exception {
        Path root = Files.createDirectories(folder.resolve("initramfs-" + mine));
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("dev"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        Files.copy(driver(kernel), root.resolve("e1000.ko"));
        Files.writeString(
                root.resolve("init"),
                "#!/bin/busybox sh\nB=/bin/busybox\n$B mount -t proc proc /proc\n$B mount -t devtmpfs dev /dev\n"
                        + "$B insmod /e1000.ko\n$B ip link set lo up\n$B ip addr add " + mine + "/24 dev eth0\n"
                        + "$B ip link set eth0 up\n"
                        + "while :; do if $B ping -c 1 -W 1 " + others
                        + " >/dev/null; then echo REACHED; else echo SILENT; fi\n"
                        + "$B sleep 0.3; done\n");
        Path archive = folder.resolve(mine + ".cpio");
        String make = "chmod 755 init bin/busybox && find . | cpio -o -H newc --quiet > " + archive;
        Process cpio =
                new ProcessBuilder("sh", "-c", make).directory(root.toFile()).start();
        assertEquals(0, cpio.waitFor());
        return archive;
    }

    private void start(Vmid vmid, Path kernel, String mine, String others, String options) throws Exception {
        Path console = folder.resolve(vmid + ".console");
        Vm vm = Vm.parse(
                vmid,
                "memory: 160\nvga: none\nballoon: 0\nnet0: e1000=02:00:00:00:16:" + (vmid.number() % 100)
                        + ",bridge=vmbr0" + options + "\nargs: -kernel " + kernel + " -initrd "
                        + initramfs(kernel, mine, others)
                        + " -append console=ttyS0 -serial file:" + console + "\n");
        new Taps(network.orElseThrow(), network.orElseThrow().interfaces()).plug(vm);
        Launch.Surroundings around = new ThisHost(new NodeName("pve1"), network.orElseThrow()).get();
        qemu().start(new Launch(vm, Map.of(), qemu().files(), Launch.Accelerator.TCG, false, around));
    }

    private String console(Vmid vmid) throws IOException {
        Path file = folder.resolve(vmid + ".console");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Looks until the guest has said this after what it said before. */
    private void awaitSaid(Vmid vmid, int after, String word) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
        while (console(vmid).indexOf(word, after) < 0) {
            assertTrue(System.nanoTime() < end, () -> "no " + word);
            network.orElseThrow().run(List.of("sleep", "0.3"), Duration.ofSeconds(5));
        }
    }

    @Test
    void two_guests_reach_each_other_over_the_bridge() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "taps are made by root");
        assumeTrue(
                Stream.of("/usr/bin/qemu-system-x86_64", "/bin/busybox", "/usr/bin/cpio")
                        .allMatch(p -> Files.exists(Path.of(p))),
                "QEMU, busybox or cpio is missing");
        Optional<Path> kernel = kernel();
        assumeTrue(kernel.isPresent(), "there is no Debian kernel in /boot");
        network = Optional.of(Namespace.open());
        network.get().ask("ip", "link", "add", "name", "vmbr0", "type", "bridge");
        network.get().ask("ip", "link", "set", "vmbr0", "type", "bridge", "forward_delay", "0");
        network.get().ask("ip", "link", "set", "vmbr0", "up");
        start(ONE, kernel.get(), "10.16.0.1", "10.16.0.2", ",rate=1");
        start(OTHER, kernel.get(), "10.16.0.2", "10.16.0.1", "");
        awaitSaid(ONE, 0, "REACHED");
        awaitSaid(OTHER, 0, "REACHED");
        cable(",link_down=1");
        awaitSaid(ONE, console(ONE).length() + 20, "SILENT");
        cable("");
        awaitSaid(ONE, console(ONE).length(), "REACHED");
    }

    private void cable(String options) throws Exception {
        Nic nic =
                Nic.of("net0", "e1000=02:00:00:00:16:11,bridge=vmbr0" + options).orElseThrow();
        new Taps(network.orElseThrow(), network.orElseThrow().interfaces()).plug(nic, OTHER);
    }
}
