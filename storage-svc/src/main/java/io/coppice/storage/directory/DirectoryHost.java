package io.coppice.storage.directory;

import io.coppice.servicekit.host.Commands;
import java.nio.file.Path;

/**
 * The doors through which storages in directories meet their host.
 *
 * @param commands makes images
 * @param root what the paths of storages begin at
 * @param space how full the host's file systems are
 */
public record DirectoryHost(Commands commands, Path root, FreeSpace space) {
    public static DirectoryHost ofThisMachine(Commands commands) {
        return new DirectoryHost(commands, Path.of("/"), FreeSpace.ofKernel());
    }
}
