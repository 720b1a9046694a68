package io.coppice.compute.guest;

import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a running guest's sockets and pid file lie. */
public record RunFolder(Path root) {
    public void ensure() throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    }

    public Path pid(Vmid vmid) {
        return root.resolve(vmid + ".pid");
    }

    public Path qmp(Vmid vmid) {
        return root.resolve(vmid + ".qmp");
    }

    /** A second monitor, for events alone. */
    public Path events(Vmid vmid) {
        return root.resolve(vmid + ".events");
    }

    /** The task that started it, while it is not over. */
    public Path mark(Vmid vmid) {
        return root.resolve(vmid + ".mark");
    }

    public Path vnc(Vmid vmid) {
        return root.resolve(vmid + ".vnc");
    }

    public Path agent(Vmid vmid) {
        return root.resolve(vmid + ".qga");
    }

    /** Where its TPM is emulated. */
    public Path tpm(Vmid vmid) {
        return root.resolve(vmid + ".swtpm");
    }

    public Path serial(Vmid vmid, int index) {
        return root.resolve(vmid + ".serial" + index);
    }
}
