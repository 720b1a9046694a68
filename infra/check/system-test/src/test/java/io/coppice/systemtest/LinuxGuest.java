package io.coppice.systemtest;

import io.coppice.systemtest.power.Initramfs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Debian's cloud kernel and a busybox, made into a bootable ISO that greets on the first serial port. */
final class LinuxGuest {
    static final String GREETING = "LINUX-GUEST-ALIVE";

    private LinuxGuest() {}

    static List<String> missingPrograms() {
        return Stream.of("apt-get", "dpkg", "busybox", "cpio", "xorriso", "gzip")
                .filter(p -> !Programs.has(p))
                .toList();
    }

    static Path iso(Path folder) throws Exception {
        Path kernel = kernel(folder);
        Path tree = Files.createDirectories(folder.resolve("linux/isolinux")).getParent();
        Files.copy(kernel, tree.resolve("vmlinuz"));
        initramfs(folder, tree.resolve("initrd.gz"));
        for (String part : List.of("/usr/lib/ISOLINUX/isolinux.bin", "/usr/lib/syslinux/modules/bios/ldlinux.c32")) {
            Path from = Path.of(part);
            Files.copy(from, tree.resolve("isolinux").resolve(from.getFileName()));
        }
        Files.writeString(
                tree.resolve("isolinux/isolinux.cfg"),
                "SERIAL 0 115200\nDEFAULT linux\nPROMPT 0\nLABEL linux\n  KERNEL /vmlinuz\n"
                        + "  APPEND initrd=/initrd.gz console=ttyS0 quiet panic=5\n");
        Path iso = folder.resolve("linux.iso");
        Programs.succeed(
                folder,
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-o",
                iso.toString(),
                "-b",
                "isolinux/isolinux.bin",
                "-c",
                "isolinux/boot.cat",
                "-no-emul-boot",
                "-boot-load-size",
                "4",
                "-boot-info-table",
                tree.toString());
        return iso;
    }

    private static Path kernel(Path folder) throws Exception {
        Path packages = Files.createDirectories(folder.resolve("packages"));
        Programs.Ended found = Programs.run(folder, Map.of(), 60, "apt-cache", "depends", "linux-image-cloud-amd64");
        String name = found.output()
                .lines()
                .filter(l -> l.contains("Depends: linux-image-"))
                .map(l -> l.substring(l.indexOf("linux-image-")).strip())
                .findFirst()
                .orElseThrow();
        // the sandbox user of apt cannot write into a folder of root's
        Programs.succeed(packages, "apt-get", "-o", "APT::Sandbox::User=root", "download", "-qq", name);
        Path deb;
        try (Stream<Path> all = Files.list(packages)) {
            deb = all.filter(p -> p.toString().endsWith(".deb")).findFirst().orElseThrow();
        }
        Path unpacked = folder.resolve("kernel");
        Programs.succeed(folder, "dpkg", "-x", deb.toString(), unpacked.toString());
        try (Stream<Path> all = Files.list(unpacked.resolve("boot"))) {
            return all.filter(p -> p.getFileName().toString().startsWith("vmlinuz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void initramfs(Path folder, Path target) throws Exception {
        Path root = folder.resolve("initramfs");
        for (String dir : List.of("bin", "proc", "sys", "dev")) {
            Files.createDirectories(root.resolve(dir));
        }
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        Files.writeString(
                root.resolve("init"),
                "#!/bin/busybox sh\n/bin/busybox mount -t proc proc /proc\n"
                        + "/bin/busybox mount -t devtmpfs dev /dev\n"
                        + "echo \"" + GREETING + " $(/bin/busybox uname -r)\" > /dev/ttyS0\n"
                        + "while :; do /bin/busybox sleep 1; echo tick > /dev/ttyS0; done\n");
        Files.setPosixFilePermissions(root.resolve("init"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(root.resolve("bin/busybox"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = folder.resolve("initramfs.cpio");
        Initramfs.pack(root, archive);
        Programs.succeed(folder, "gzip", "-1", "-f", archive.toString());
        Files.move(folder.resolve("initramfs.cpio.gz"), target);
    }
}
