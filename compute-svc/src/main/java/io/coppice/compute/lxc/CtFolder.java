package io.coppice.compute.lxc;

import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where what belongs to a running container lies: a folder each, below the one of all. */
public record CtFolder(Path root) {
    /** Makes its folders. A container's root is nobody on the host, and has to get at its root file system. */
    public void ensure(Vmid vmid) throws IOException {
        Files.createDirectories(rootfs(vmid));
        letThrough(root, of(vmid), rootfs(vmid));
    }

    /** Others may pass through, but not look around. */
    public static void letThrough(Path... folders) throws IOException {
        for (Path folder : folders) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    public Path of(Vmid vmid) {
        return root.resolve(vmid.toString());
    }

    /** What liblxc reads. */
    public Path config(Vmid vmid) {
        return of(vmid).resolve("config");
    }

    /** Its monitor's process. */
    public Path pid(Vmid vmid) {
        return of(vmid).resolve("pid");
    }

    /** The task that started it, while it is not over. */
    public Path mark(Vmid vmid) {
        return of(vmid).resolve("mark");
    }

    public Path log(Vmid vmid) {
        return of(vmid).resolve("log");
    }

    /** Where its root file system is mounted. */
    public Path rootfs(Vmid vmid) {
        return of(vmid).resolve("rootfs");
    }
}
