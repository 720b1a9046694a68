package io.coppice.storage.directory;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How full the file system is that a folder lies on. */
@FunctionalInterface
public interface FreeSpace {
    /** @throws IOException where the folder is not there */
    DirectoryStorage.Space of(Path folder) throws IOException;

    /** As the kernel of this machine tells it. */
    static FreeSpace ofKernel() {
        return folder -> {
            FileStore on = Files.getFileStore(folder);
            return new DirectoryStorage.Space(
                    true, on.getTotalSpace(), on.getTotalSpace() - on.getUnallocatedSpace(), on.getUsableSpace());
        };
    }
}
