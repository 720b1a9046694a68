package io.coppice.compute.create;

import io.coppice.compute.distro.Setup;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.IdMap;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.lxc.CtFolder;
import io.coppice.compute.lxc.CtMounts;
import io.coppice.compute.lxc.Template;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;

/** The volumes of containers on this host, as they are made: formatted, filled from a template, set up. */
public final class CtRoot implements CtMaker {
    private final CtFolder files;
    private final CtMounts mounts;
    private final Template template;
    private final Setup setup;
    private final Calls calls;
    private final Caller self;

    /** @param self as which storage is asked: who asked for the container has been checked before */
    public CtRoot(CtFolder files, CtMounts mounts, Template template, Setup setup, Calls calls, Caller self) {
        this.files = files;
        this.mounts = mounts;
        this.template = template;
        this.setup = setup;
        this.calls = calls;
        this.self = self;
    }

    private Path workplace(String mark) {
        return files.root().resolve("make-" + mark);
    }

    private Opening opening(VolumeId volume) {
        return Objects.requireNonNull(
                calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(volume), self));
    }

    @Override
    public void format(VolumeId volume, boolean unprivileged) throws IOException, InterruptedException {
        mounts.format(opening(volume), IdMap.of(unprivileged));
    }

    @Override
    public String fill(Ct ct, Wish wish, String mark, Progress progress) throws IOException, InterruptedException {
        IdMap ids = IdMap.of(ct.isUnprivileged());
        return with(ct, mark, root -> {
            template.unpack(archive(wish.template(), root), root, ids, wish.ignoreErrors(), progress);
            return setup.atCreation(ct, root, ids, wish.password(), wish.sshKeys());
        });
    }

    /** What is done with a root file system that is mounted. */
    @FunctionalInterface
    private interface Work {
        String on(Path root) throws IOException, InterruptedException;
    }

    private String with(Ct ct, String mark, Work work) throws IOException, InterruptedException {
        abandon(mark);
        Path root = workplace(mark).resolve("rootfs");
        Files.createDirectories(root);
        CtFolder.letThrough(files.root(), workplace(mark));
        try {
            for (MountPoint m : ct.mounts()) {
                if (m.volume().isPresent()) {
                    Path at = m.isRoot() ? root : setup.folder(root, m.target(), IdMap.of(ct.isUnprivileged()));
                    mounts.mount(
                            m.with(java.util.Map.of("ro", false)),
                            opening(m.volume().get()),
                            at);
                }
            }
            return work.on(root);
        } finally {
            abandon(mark);
        }
    }

    /** One that the container's root can read: it is unpacked by that user. */
    private Path archive(String volume, Path root) throws IOException {
        if (!(opening(VolumeId.parse(volume)) instanceof Opening.FileOpening file)) {
            throw Refused.badParameter("ostemplate", "'" + volume + "' is no file of this node");
        }
        Path archive = Path.of(file.path());
        boolean open = isOpen(archive, PosixFilePermission.OTHERS_READ);
        for (Path p = archive.getParent(); p != null; p = p.getParent()) {
            open &= isOpen(p, PosixFilePermission.OTHERS_EXECUTE);
        }
        if (open) {
            return archive;
        }
        Path copy = root.resolveSibling(
                Objects.requireNonNull(archive.getFileName()).toString());
        Files.copy(archive, copy);
        Files.setPosixFilePermissions(
                copy, java.util.Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OTHERS_READ));
        return copy;
    }

    private static boolean isOpen(Path path, PosixFilePermission wanted) throws IOException {
        return Files.getPosixFilePermissions(path).contains(wanted);
    }

    @Override
    public void abandon(String mark) throws IOException, InterruptedException {
        mounts.remove(workplace(mark));
    }
}
