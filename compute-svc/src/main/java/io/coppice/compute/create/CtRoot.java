package io.coppice.compute.create;

import io.coppice.archive.nbd.Pace;
import io.coppice.compute.distro.Setup;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.IdMap;
import io.coppice.compute.lxc.CtFolder;
import io.coppice.compute.lxc.Template;
import io.coppice.compute.machine.CtTree;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The volumes of containers on this host, as they are made: formatted, filled from a template or a backup, set up. */
public final class CtRoot implements CtMaker {
    private final CtFolder files;
    private final CtTree tree;
    private final Template template;
    private final Setup setup;

    public CtRoot(CtFolder files, CtTree tree, Template template, Setup setup) {
        this.files = files;
        this.tree = tree;
        this.template = template;
        this.setup = setup;
    }

    private Path workplace(String mark) {
        return files.root().resolve("make-" + mark);
    }

    @Override
    public void format(VolumeId volume, boolean unprivileged) throws IOException, InterruptedException {
        tree.format(volume, IdMap.of(unprivileged));
    }

    @Override
    public String fill(Ct ct, Wish wish, String mark, Progress progress) throws IOException, InterruptedException {
        IdMap ids = IdMap.of(ct.isUnprivileged());
        return with(ct, mark, root -> {
            template.unpack(archive(wish.template()), Pace.of(0), root, ids, wish.ignoreErrors(), progress);
            return setup.atCreation(ct, root, ids, wish.password(), wish.sshKeys());
        });
    }

    @Override
    public void pour(Ct ct, Backup backup, String mark, Progress progress) throws IOException, InterruptedException {
        with(ct, mark, root -> {
            template.unpack(
                    Path.of(backup.archive()),
                    Pace.of(backup.kibPerSecond()),
                    root,
                    IdMap.of(ct.isUnprivileged()),
                    backup.ignoreErrors(),
                    progress);
            return "";
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
            tree.mount(ct.mounts(), IdMap.of(ct.isUnprivileged()), root);
            return work.on(root);
        } finally {
            abandon(mark);
        }
    }

    private Path archive(String volume) {
        if (!(tree.opening(VolumeId.parse(volume)) instanceof Opening.FileOpening file)) {
            throw Refused.badParameter("ostemplate", "'" + volume + "' is no file of this node");
        }
        return Path.of(file.path());
    }

    @Override
    public void abandon(String mark) throws IOException, InterruptedException {
        tree.remove(workplace(mark));
    }
}
