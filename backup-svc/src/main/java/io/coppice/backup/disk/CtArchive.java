package io.coppice.backup.disk;

import io.coppice.archive.compression.Compression;
import io.coppice.archive.nbd.Pace;
import io.coppice.archive.relay.RelayReader;
import io.coppice.servicekit.task.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;

/** Writes a container's archive: the tar archive as it comes, compressed. */
public final class CtArchive {
    private static final long EVERY = 10_000_000_000L;
    private static final int BUFFER = 1 << 20;
    private final Pace pace;
    private final boolean quiet;
    private final Progress progress;
    private final LongSupplier nanos;

    public CtArchive(Pace pace, boolean quiet, Progress progress, LongSupplier nanos) {
        this.pace = pace;
        this.quiet = quiet;
        this.progress = progress;
        this.nanos = nanos;
    }

    /** Into a file that is there; what it held goes. */
    public void write(FileSource source, Path file, Compression compression, int threads)
            throws IOException, InterruptedException {
        try (OutputStream raw =
                        Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = compression.compress(new BufferedOutputStream(raw, BUFFER), threads)) {
            source.read(new Pouring(out));
        }
        progress.log("archive file size: " + ProgressLines.size(Files.size(file)));
    }

    /** What comes goes into the archive, and into the log. */
    private final class Pouring implements RelayReader.Sink {
        private final OutputStream out;
        private long last = nanos.getAsLong();
        private long done;

        Pouring(OutputStream out) {
            this.out = out;
        }

        @Override
        public void line(String text) {
            progress.log(text);
        }

        @Override
        public void data(byte[] bytes, int length) throws IOException, InterruptedException {
            progress.checkCancelled();
            pace.pass(length);
            out.write(bytes, 0, length);
            done += length;
            if (!quiet && nanos.getAsLong() - last >= EVERY) {
                last = nanos.getAsLong();
                progress.log("read " + ProgressLines.size(done));
            }
        }
    }
}
