package io.coppice.storage.directory;

import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Looks at where a path really leads before it is used, and makes the disk keep what was done. */
public final class SafeFiles {
    private SafeFiles() {}

    /** The folder that holds a file. */
    public static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), () -> file + " has no folder");
    }

    /** The folder really lies in the root, through whatever links above the root. */
    public static void requireInside(Path root, Path folder) throws IOException {
        if (!folder.toRealPath().startsWith(root.toRealPath())) {
            throw Refused.conflict("'" + folder + "' leads out of the storage through a link; remove the link");
        }
    }

    /** A folder that is there, and really lies in the root. */
    public static boolean isFolderInside(Path root, Path folder) throws IOException {
        return Files.isDirectory(folder) && folder.toRealPath().startsWith(root.toRealPath());
    }

    /** A regular file, and no link to one. */
    public static boolean isPlainFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is in the file is on disk when this returns. */
    public static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Which names are in the folder is on disk when this returns, where its file system can be asked for that. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (!"Invalid argument".equals(e.getMessage())) { // EINVAL of fsync(2): folders cannot be synced there
                throw e;
            }
        }
    }
}
