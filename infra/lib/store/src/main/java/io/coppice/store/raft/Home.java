package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
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
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
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
        Path group = dir.resolve(GROUP.getUuid().toString());
        if (!Files.exists(file)) {
            if (Files.exists(group)) {
                throw new IOException("there is a log, but no file " + file);
            }
            return newMember(dir, me);
        }
        if (Files.isDirectory(group.resolve("current"))) {
            SnapshotFiles.sweep(group.resolve("tmp"));
            LogCheck.check(group.resolve("current"), newestSnapshot(group.resolve("sm")));
        } else if (Files.exists(dir.resolve(FOUNDED))) {
            throw new IOException("the log is gone: there is no " + group.resolve("current"));
        }
        String member = Files.readString(file).strip();
        if (member.isEmpty()) {
            throw new IOException("the file " + file + " is empty");
        }
        return member;
    }

    private static String newMember(Path dir, NodeName me) throws IOException {
        String member = me + "-" + UUID.randomUUID().toString().substring(0, 8);
        Path tmp = dir.resolve(MEMBER + ".tmp");
        // On disk before its name is: else a loss of power leaves an empty name, which is another member.
        Files.writeString(
                tmp,
                member + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(tmp, dir.resolve(MEMBER), StandardCopyOption.ATOMIC_MOVE);
        SnapshotFiles.syncDirectory(dir);
        return member;
    }

    /**
     * Marks that changes may have been acknowledged: from now on an empty log is a loss. Ratis syncs its files and not the
     * folders that name them, so that is done here, from the log up to the folder in which this one lies.
     */
    void founded() throws IOException {
        Path group = dir.resolve(GROUP.getUuid().toString());
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
        lock.close();
    }
}
