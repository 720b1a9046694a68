package io.coppice.compute.restore;

import io.coppice.archive.compression.Compression;
import io.coppice.archive.vma.VmaReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A VMA archive that lies in a file. */
record ArchiveFile(Path path) {
    private static final int BUFFER = 1 << 20;

    /** Something to do with one that is open. */
    @FunctionalInterface
    interface Reading<T> {
        T with(VmaReader reader) throws IOException, InterruptedException;
    }

    <T> T read(Reading<T> reading) throws IOException, InterruptedException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
                InputStream plain = Compression.ofFileName(path.toString()).decompress(raw)) {
            return reading.with(new VmaReader(plain));
        }
    }
}
