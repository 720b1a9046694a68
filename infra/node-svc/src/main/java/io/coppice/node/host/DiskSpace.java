package io.coppice.node.host;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How full a file system is, in bytes.
 *
 * @param available to users without privileges
 * @param free in all
 */
public record DiskSpace(long total, long used, long available, long free) {
    /** Of this machine's first one; nothing where it cannot be asked. */
    static DiskSpace ofRoot() {
        try {
            FileStore root = Files.getFileStore(Path.of("/"));
            long total = root.getTotalSpace();
            long free = root.getUnallocatedSpace();
            return new DiskSpace(total, total - free, root.getUsableSpace(), free);
        } catch (IOException e) {
            return new DiskSpace(0, 0, 0, 0);
        }
    }
}
