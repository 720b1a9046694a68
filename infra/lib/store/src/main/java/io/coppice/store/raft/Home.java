package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
import io.coppice.store.codec.EntryCodec;
import io.coppice.store.state.Apply;
import io.coppice.store.state.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;

/**
 * The directory of a store, locked until it is closed, and who this member is in it.
 *
 * @param member its name in the group: made once, so that a renamed host is still the same member
 */
record Home(Path dir, String member, FileChannel lock) implements AutoCloseable {
    /** One group lives here; the name of its folder never changes. */
    static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.nameUUIDFromBytes("coppice-store".getBytes(StandardCharsets.US_ASCII)));

    private static final String MEMBER = "member";
    private static final String FOUNDED = "founded";
    private static final String JOINED = "joined";
    private static final String LOST = "joined before, store missing: remove and join again";

    /** Makes an empty directory a home; looks for damage in one that is a home already. */
    static Home enter(Path dir, NodeName me) throws IOException {
        Files.createDirectories(dir);
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        FileChannel lock = lock(dir);
        try {
            return new Home(dir, member(dir, me), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Before anything is looked at: a log that another process writes must not be taken for a torn one. */
    private static FileChannel lock(Path dir) throws IOException {
        FileChannel c = FileChannel.open(dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (c.tryLock() != null) {
                return c;
            }
        } catch (OverlappingFileLockException e) {
            // It is open in this very process.
        }
        c.close();
        throw new IOException("it is in use");
    }

    private static String member(Path dir, NodeName me) throws IOException {
        Path file = dir.resolve(MEMBER);
        Path group = group(dir);
        Path mark = mark(dir);
        if (!Files.exists(file)) {
            if (Files.exists(mark)) {
                throw new IOException(LOST);
            }
            if (Files.exists(group)) {
                throw new IOException("there is a log, but no file " + file);
            }
            return newMember(dir, me);
        }
        checkLog(dir);
        String member = Files.readString(file).strip();
        if (member.isEmpty()) {
            throw new IOException("the file " + file + " is empty");
        }
        if (Files.exists(mark) && !Files.readString(mark).strip().equals(member)) {
            throw new IOException(LOST + " (this is the store of " + member + ")");
        }
        return member;
    }

    /** Ratis would silently begin anew where a log is gone, and one that votes must not. */
    private static void checkLog(Path dir) throws IOException {
        Path current = group(dir).resolve("current");
        long snapshot = newestSnapshot(group(dir).resolve("sm"));
        if (Files.exists(dir.resolve(FOUNDED)) && snapshot < 0 && !hasSegments(current)) {
            boolean joined = Files.exists(mark(dir)) || Files.exists(dir.resolve(JOINED));
            throw new IOException(joined ? LOST : "the log is gone: there is none in " + current);
        }
        if (Files.isDirectory(current)) {
            SnapshotFiles.sweep(group(dir).resolve("tmp"));
            LogCheck.check(current, snapshot);
        } else if (snapshot >= 0) {
            throw new IOException("the log is gone: there is no " + current);
        }
    }

    /** Cuts what a failed write left; before a replica is started once more. */
    void checkLog() throws IOException {
        checkLog(dir);
    }

    private static boolean hasSegments(Path current) throws IOException {
        if (!Files.isDirectory(current)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(current, "log_*")) {
            return files.iterator().hasNext();
        }
    }

    private static Path group(Path dir) {
        return dir.resolve(GROUP.getUuid().toString());
    }

    /** Beside the directory, so that it outlives it: which member of several this node is. */
    private static Path mark(Path dir) {
        Path whole = dir.toAbsolutePath();
        return whole.resolveSibling(whole.getFileName() + "." + JOINED);
    }

    /** A name that no member had before. */
    static String newName(NodeName me) {
        return me + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String newMember(Path dir, NodeName me) throws IOException {
        String member = newName(me);
        write(dir.resolve(MEMBER), member + "\n");
        return member;
    }

    /** On disk before its name is: else a loss of power leaves an empty file of that name. */
    private static void write(Path file, String text) throws IOException {
        Path tmp = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(
                tmp,
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(tmp, file, StandardCopyOption.ATOMIC_MOVE);
        SnapshotFiles.syncDirectory(file.toAbsolutePath().resolveSibling("."));
    }

    /**
     * Makes a directory the home of a member that joins others. Done again for the same member it changes nothing.
     *
     * @throws IOException when something else lies there
     */
    static void make(Path dir, String member, List<String> others) throws IOException {
        if (Files.exists(dir.resolve(MEMBER))) {
            if (Files.exists(dir.resolve(JOINED))
                    && Files.readString(dir.resolve(MEMBER)).strip().equals(member)) {
                return;
            }
            throw new IOException("there is another store already");
        }
        Files.createDirectories(dir);
        write(dir.resolve(JOINED), String.join("\n", others) + "\n");
        write(mark(dir), member + "\n");
        write(dir.resolve(MEMBER), member + "\n");
    }

    /** @throws IOException when the store that is missing here was one of several */
    static void refuseMark(Path dir) throws IOException {
        if (Files.exists(mark(dir))) {
            throw new IOException(LOST);
        }
    }

    /** This store is one of a cluster of its own from now on, whatever it was. */
    static void forgetMark(Path dir) throws IOException {
        Files.deleteIfExists(mark(dir));
    }

    /** Whether it is, or was, one of several: never founded anew, and without a log it follows. */
    boolean joined() {
        return Files.exists(dir.resolve(JOINED));
    }

    /** Those that were members when it was last known. */
    List<String> others() throws IOException {
        return joined()
                ? Files.readAllLines(dir.resolve(JOINED)).stream()
                        .filter(l -> !l.isBlank() && !l.equals(member))
                        .toList()
                : List.of();
    }

    /**
     * Remembers who is there; from the first time on it is one of several.
     *
     * @throws IOException also when it was closed: then the directory may be another process'
     */
    void remember(List<String> members) throws IOException {
        synchronized (lock) {
            if (!lock.isOpen()) {
                throw new IOException("the store in " + dir + " is closed");
            }
            if (!Files.exists(mark(dir))) {
                write(mark(dir), member + "\n");
            }
            List<String> others =
                    members.stream().filter(m -> !m.equals(member)).toList();
            if (!joined() || !others.equals(others())) {
                write(dir.resolve(JOINED), String.join("\n", others) + "\n");
            }
        }
    }

    /** Whether it voted when it ran last. */
    boolean voted() {
        return Files.exists(dir.resolve(FOUNDED));
    }

    boolean hasLog() {
        return Files.isDirectory(group(dir));
    }

    /** It votes no more: its log goes, whole or not at all. */
    void dropLog() throws IOException {
        Files.deleteIfExists(dir.resolve(FOUNDED));
        SnapshotFiles.syncDirectory(dir);
        Path left = dir.resolve("left");
        deleteAll(left);
        if (hasLog()) {
            Files.move(group(dir), left, StandardCopyOption.ATOMIC_MOVE);
            SnapshotFiles.syncDirectory(dir);
            deleteAll(left);
        }
    }

    static void deleteAll(Path dir) throws IOException {
        if (Files.exists(dir)) {
            try (Stream<Path> all = Files.walk(dir)) {
                for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(p);
                }
            }
        }
    }

    /** Where a member that does not vote keeps its last image. */
    Path image() {
        return dir.resolve("image");
    }

    /** Whether that is what it has: also where it was to vote, and ended before the leader had filled its log. */
    boolean hasImage() {
        return Files.exists(image()) && !(hasLog() && voted());
    }

    /**
     * Marks that changes may have been acknowledged: from now on an empty log is a loss. Ratis syncs its files and not the
     * folders that name them, so that is done here, from the log up to the folder in which this one lies.
     */
    void founded() throws IOException {
        Path group = group(dir);
        for (Path folder : List.of(group.resolve("current"), group.resolve("sm"), group, dir)) {
            SnapshotFiles.syncDirectory(folder);
        }
        SnapshotFiles.syncDirectory(dir.toAbsolutePath().resolveSibling("."));
        Path mark = dir.resolve(FOUNDED);
        if (!Files.exists(mark)) {
            Files.writeString(mark, "");
            SnapshotFiles.syncDirectory(dir);
        }
    }

    /** All that lies in this one's log, also what it does not know to be committed; for who has lost the others. */
    State everything() throws IOException {
        if (!hasLog()) {
            return SnapshotFiles.read(image(), Apply.LEVEL);
        }
        State log = allOfLog();
        State image = hasImage() ? SnapshotFiles.read(image(), Apply.LEVEL) : log;
        return image.picture().revision().number() > log.picture().revision().number() ? image : log;
    }

    private State allOfLog() throws IOException {
        Path sm = group(dir).resolve("sm");
        long snapshot = newestSnapshot(sm);
        State state = State.BLANK;
        if (snapshot >= 0) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(sm, "snapshot.*_" + snapshot)) {
                state = SnapshotFiles.read(files.iterator().next(), Apply.LEVEL);
            }
        }
        for (LogEntryProto e : LogCheck.entries(group(dir).resolve("current"))) {
            if (e.getIndex() > snapshot && e.hasStateMachineLogEntry()) {
                byte[] entry = e.getStateMachineLogEntry().getLogData().toByteArray();
                state = Apply.apply(state, EntryCodec.entry(entry)).state();
            }
        }
        return state;
    }

    private static long newestSnapshot(Path sm) throws IOException {
        long newest = -1;
        if (Files.isDirectory(sm)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(sm)) {
                for (Path f : files) {
                    Matcher m = SimpleStateMachineStorage.SNAPSHOT_REGEX.matcher(
                            f.getFileName().toString());
                    if (m.matches()) {
                        newest = Math.max(newest, Long.parseLong(m.group(2)));
                    }
                }
            }
        }
        return newest;
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            lock.close();
        }
    }
}
