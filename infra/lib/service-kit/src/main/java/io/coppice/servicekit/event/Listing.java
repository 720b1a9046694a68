package io.coppice.servicekit.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** What was read of a folder's entries, until entries come or go. Not thread-safe. */
final class Listing<T> {
    /** The times of a file system are coarse: what changed so lately may change again without another time. */
    private static final long SETTLED_MILLIS = 1_000;

    private final Path folder;
    private final Reading<T> reading;
    private @Nullable T read;
    private FileTime changed = FileTime.fromMillis(0);

    /** How it is read; of a folder that is not there, too. */
    @FunctionalInterface
    interface Reading<T> {
        T of(Path folder) throws IOException;
    }

    Listing(Path folder, Reading<T> reading) {
        this.folder = folder;
        this.reading = reading;
    }

    T now() throws IOException {
        if (!Files.exists(folder)) {
            read = null;
            return reading.of(folder);
        }
        FileTime time = Files.getLastModifiedTime(folder);
        T known = read;
        if (known != null && time.equals(changed)) {
            return known;
        }
        boolean settled = System.currentTimeMillis() - time.toMillis() > SETTLED_MILLIS;
        T fresh = reading.of(folder);
        read = settled ? fresh : null;
        changed = time;
        return fresh;
    }
}
