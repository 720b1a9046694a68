package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Revision;
import io.coppice.store.codec.SnapshotCodec;
import io.coppice.store.state.History;
import io.coppice.store.state.Outcomes;
import io.coppice.store.state.Picture;
import io.coppice.store.state.State;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;

/** A whole store as one file, and a new store of one. Secrets in it are sealed; the keyring is kept apart. */
final class Backups {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private Backups() {}

    /** A file that has its name is whole and on disk. Only its owner can read it. */
    static void write(State state, Path file) throws IOException {
        Path tmp = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(tmp);
        Files.createFile(tmp, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileOutputStream out = new FileOutputStream(tmp.toFile())) {
            SnapshotCodec.write(out, state);
            out.getFD().sync();
        }
        Files.move(tmp, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        SnapshotFiles.syncDirectory(file.toAbsolutePath().resolveSibling("."));
    }

    /** Made beside the directory and moved there when it is whole: what is cut short is no store. */
    static void restore(Path file, Path dir, NodeName me) throws IOException {
        if (Files.exists(dir) && !isEmpty(dir)) {
            throw new IOException(dir + " is not empty; a backup is restored into a new directory");
        }
        Path building = dir.resolveSibling(dir.getFileName() + ".restoring");
        build(building, anew(read(file)), me);
        Home.forgetMark(dir);
        Files.deleteIfExists(dir);
        Files.move(building, dir, StandardCopyOption.ATOMIC_MOVE);
        SnapshotFiles.syncDirectory(dir.toAbsolutePath().resolveSibling("."));
    }

    /** A store of one that has a state; nothing else may lie there. */
    static void build(Path building, State state, NodeName me) throws IOException {
        Home.deleteAll(building);
        try (Home home = Home.enter(building, me)) {
            Keeper keeper = new Keeper(home, StoreOptions.usual(), new Disk(building, 0), s -> {});
            keeper.start(WITHIN);
            try {
                keeper.adopt(state);
            } finally {
                keeper.close();
            }
        }
    }

    /** A new incarnation, so that nobody takes it for a later state of the old one; documents and epochs go on. */
    private static State anew(State old) {
        Picture p = old.picture();
        Revision revision = new Revision(UUID.randomUUID(), p.revision().number());
        return new State(
                old.level(),
                old.stampMillis(),
                old.lastEpoch(),
                new Picture(revision, p.documents(), p.reserved(), p.leases()),
                Outcomes.NONE,
                History.NONE);
    }

    private static State read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return SnapshotCodec.read(in);
        } catch (IOException e) {
            throw new IOException(file + " is no backup that can be used: " + e.getMessage(), e);
        }
    }

    private static boolean isEmpty(Path dir) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir)) {
            return !files.iterator().hasNext();
        }
    }
}
