package io.coppice.standalone.simulated;

import io.coppice.node.host.DiskSpace;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.FreeSpace;
import java.io.IOException;
import java.nio.file.Path;

/** How full disks are that are not there: by the folder, the same for all hosts that share it. */
final class SimulatedSpace implements FreeSpace {
    private static final long TIB = 1L << 40;
    private final Path everything;
    private final Load load;

    /** @param everything the folder that all hosts lie in */
    SimulatedSpace(Path everything, Load load) {
        this.everything = everything;
        this.load = load;
    }

    /** A host's first disk. */
    static DiskSpace first(Load load, long number) {
        long total = 94L << 30;
        long used = (long) (total * (0.1 + 0.4 * load.fraction(number, 50)));
        return new DiskSpace(total, used, total - used, total - used);
    }

    @Override
    public DirectoryStorage.Space of(Path folder) throws IOException {
        long name = everything
                .toRealPath()
                .relativize(folder.toRealPath())
                .toString()
                .hashCode();
        long total = TIB * (2 + (long) (14 * load.fraction(name, 51)));
        long used = (long) (total * (0.15 + 0.6 * load.fraction(name, 52)));
        return new DirectoryStorage.Space(true, total, used, total - used);
    }
}
