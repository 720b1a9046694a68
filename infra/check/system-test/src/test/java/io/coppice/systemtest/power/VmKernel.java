package io.coppice.systemtest.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * This machine's own installed kernel, and a first root for it that shows this machine's files (read-only, what is written
 * goes to memory), with the virtual disk at /srv and programs at /opt. So nothing has to be installed into an image, and
 * all that matters of a loss of power is on that disk.
 */
record VmKernel(Path image, String version) {
    private static final List<String> MODULES =
            List.of("virtio_pci", "virtio_blk", "9pnet_virtio", "9p", "overlay", "ext4", "virtio_net");

    /** The second serial port says what the command says; the first is the kernel's. */
    private static final String INIT = """
            #!/bin/busybox sh
            export PATH=/bin
            mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
            ln -s /proc/self/fd /dev/fd
            while read m; do insmod /modules/$m; done </modules/order
            stty -F /dev/ttyS1 raw
            mount -t 9p -o ro,trans=virtio,version=9p2000.L,cache=loose,msize=512000 host /host
            mount -t tmpfs tmpfs /top; mkdir /top/upper /top/work
            mount -t overlay -o lowerdir=/host,upperdir=/top/upper,workdir=/top/work all /all
            mount -t ext4 /dev/vda /all/srv || echo 'the disk cannot be mounted' >/dev/ttyS1
            mount -t ext4 -o ro /dev/vdb /all/opt || echo 'there are no programs' >/dev/ttyS1
            for dir in proc sys dev; do mount -o bind /$dir /all/$dir; done
            mount -t tmpfs tmpfs /all/run; mount -t tmpfs tmpfs /all/tmp; chmod 1777 /all/tmp
            cp /command /all/run/command
            hostname pve1; echo '127.0.0.1 localhost pve1' >/all/etc/hosts
            ip link set lo up; ip addr add 10.0.2.15/24 dev eth0; ip link set eth0 up
            exec chroot /all /bin/bash /run/command >/dev/ttyS1 2>&1 </dev/null
            """;

    private static final List<String> APPLETS =
            List.of("sh", "mount", "insmod", "stty", "mkdir", "chmod", "cp", "ln", "hostname", "ip", "chroot");

    /** What of the modules some kernels do without. */
    private static final List<String> FOLDERS = List.of("kernel/net/9p", "kernel/fs/9p", "kernel/fs/overlayfs");

    /** The newest one whose modules are there too, and among them what shows this machine's files. */
    static Optional<VmKernel> installed() throws IOException {
        try (Stream<Path> boot = Files.list(Path.of("/boot"))) {
            return boot.filter(p -> p.getFileName().toString().startsWith("vmlinuz-"))
                    .sorted()
                    .map(p -> new VmKernel(p, p.getFileName().toString().substring("vmlinuz-".length())))
                    .filter(k ->
                            FOLDERS.stream().allMatch(f -> Files.isDirectory(Path.of("/lib/modules", k.version(), f))))
                    .reduce((older, newer) -> newer);
        }
    }

    /** @param command a script of bash that the machine runs, as root, with the disk at /srv */
    Path initrd(Path folder, String command) throws IOException, InterruptedException {
        Path root = folder.resolve("initrd");
        for (String dir : List.of("bin", "modules", "proc", "sys", "dev", "host", "top", "all")) {
            Files.createDirectories(root.resolve(dir));
        }
        Path busybox = root.resolve("bin/busybox");
        if (!Files.exists(busybox)) {
            Files.copy(Path.of("/bin/busybox"), busybox);
            for (String applet : APPLETS) {
                Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
            }
            StringBuilder order = new StringBuilder();
            for (Path module : modules()) {
                Files.copy(module, root.resolve("modules").resolve(module.getFileName()));
                order.append(module.getFileName()).append('\n');
            }
            Files.writeString(root.resolve("modules/order"), order);
            Files.writeString(root.resolve("init"), INIT);
            Files.setPosixFilePermissions(root.resolve("init"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(root.resolve("command"), command);
        Path packed = folder.resolve("initrd.cpio");
        Initramfs.pack(root, packed);
        return packed;
    }

    private Set<Path> modules() throws IOException, InterruptedException {
        Set<Path> all = new LinkedHashSet<>();
        for (String name : MODULES) {
            String lines = HostPrograms.run("modprobe", "-S", version, "--show-depends", name);
            lines.lines()
                    .filter(l -> l.startsWith("insmod "))
                    .map(l -> Path.of(l.substring(7).strip()))
                    .forEach(all::add);
        }
        return all;
    }
}
