package io.coppice.store.raft;

import io.coppice.store.codec.SnapshotCodec;
import io.coppice.store.state.State;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/** Snapshots as files, under the names that Ratis looks for. A file that has its name is whole and on disk. */
final class SnapshotFiles {
    private SnapshotFiles() {}

    static SingleFileSnapshotInfo write(SimpleStateMachineStorage storage, State state, TermIndex at)
            throws IOException {
        Path file = storage.getSnapshotFile(at.getTerm(), at.getIndex()).toPath();
        Path tmp = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileOutputStream out = new FileOutputStream(tmp.toFile())) {
            SnapshotCodec.write(out, state);
            out.getFD().sync();
        }
        MD5Hash md5 = MD5FileUtil.computeMd5ForFile(tmp.toFile());
        MD5FileUtil.saveMD5File(file.toFile(), md5);
        Files.move(tmp, file, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(file.resolveSibling("."));
        return new SingleFileSnapshotInfo(new FileInfo(file, md5), at.getTerm(), at.getIndex());
    }

    /** @param knows the newest level that is taken for known */
    static State read(Path file, int knows) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return SnapshotCodec.read(in, knows);
        } catch (IOException e) {
            throw new IOException("the snapshot " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Removes what a killed process left half written. */
    static void sweep(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(dir, "*.tmp")) {
            for (Path p : left) {
                Files.deleteIfExists(p);
            }
        }
    }

    /** A file, and that it has its name. */
    static void sync(Path file) throws IOException {
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ)) {
            c.force(true);
        }
        syncDirectory(file.toAbsolutePath().resolveSibling("."));
        syncDirectory(file.toAbsolutePath().resolveSibling(".."));
    }

    static void syncDirectory(Path dir) throws IOException {
        try (FileChannel c = FileChannel.open(dir, StandardOpenOption.READ)) {
            c.force(true);
        }
    }
}
