package io.coppice.storage.directory;

import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/** Looks at where a path really leads before it is used. */
final class SafeFiles {
    private SafeFiles() {}

    /** The folder that holds a file. */
    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), () -> file + " has no folder");
    }

    /** The folder really lies in the root, through whatever links above the root. */
    static void requireInside(Path root, Path folder) throws IOException {
        if (!folder.toRealPath().startsWith(root.toRealPath())) {
            throw Refused.conflict("'" + folder + "' leads out of the storage through a link; remove the link");
        }
    }

    /** A regular file, and no link to one. */
    static boolean isPlainFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
