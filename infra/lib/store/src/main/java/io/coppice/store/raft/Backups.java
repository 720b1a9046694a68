package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Document;
import io.coppice.store.Revision;
import io.coppice.store.codec.SnapshotCodec;
import io.coppice.store.state.Documents;
import io.coppice.store.state.History;
import io.coppice.store.state.Outcomes;
import io.coppice.store.state.Paths;
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
import java.util.function.Predicate;

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
        Path building = building(dir);
        build(building, anew(read(file), path -> false), me);
        Home.forgetMark(dir);
        moveIn(building, dir);
    }

    /** Cut short, it is done again from the beginning. */
    static void restoreOver(Path file, Path dir, NodeName me, Predicate<String> without, Path aside, Stores.Ready ready)
            throws IOException {
        boolean there = Files.exists(dir) && !isEmpty(dir);
        if (there && Files.exists(aside)) {
            throw new IOException(aside + " is there already, of a former restore: move it away first");
        }
        State state = anew(read(file), without);
        if (there) {
            try (Home home = Home.enter(dir, me)) {
                if (home.joined()) {
                    throw new IOException("the store in " + dir + " is one of several: only one that is alone makes"
                            + " room for a backup");
                }
            }
        } else {
            Home.refuseMark(dir);
        }
        Path building = building(dir);
        build(building, state, me);
        ready.run();
        if (there) {
            Files.move(dir, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        moveIn(building, dir);
    }

    private static Path building(Path dir) {
        return dir.resolveSibling(dir.getFileName() + ".restoring");
    }

    private static void moveIn(Path building, Path dir) throws IOException {
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

    /**
     * A new incarnation, so that nobody takes it for a later state of the old one, in which every guest came to its node
     * anew: what tasks of the old one still hold of it is void.
     */
    static State anew(State old, Predicate<String> without) {
        Picture p = old.picture();
        long number = p.revision().number() + 1;
        Documents documents = Documents.NONE;
        for (Document d : p.below("")) {
            if (!without.test(d.path())) {
                long since = Paths.guest(d.path()).isPresent() ? number : d.since();
                documents = documents.put(new Document(d.path(), d.text(), d.digest(), d.revision(), since));
            }
        }
        Picture own = new Picture(new Revision(UUID.randomUUID(), number), documents, p.reserved(), p.leases());
        return new State(old.level(), old.stampMillis(), old.lastEpoch() + 1, own, Outcomes.NONE, History.NONE);
    }

    static State read(Path file) throws IOException {
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
