package io.coppice.backup.disk;

import io.coppice.servicekit.task.Progress;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a backup has come, told every few seconds. */
public final class ProgressLines {
    private static final long EVERY = 5_000_000_000L;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private final long total;
    private final boolean quiet;
    private final Progress progress;
    private final LongSupplier nanos;
    private final long begin;
    private long last;
    private long read;
    private long zeroes;

    /** @param total bytes of all disks */
    public ProgressLines(long total, boolean quiet, Progress progress, LongSupplier nanos) {
        this.total = total;
        this.quiet = quiet;
        this.progress = progress;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
        this.last = begin;
    }

    void read(long bytes) {
        read += bytes;
        tell();
    }

    void zeroes(long bytes) {
        zeroes += bytes;
        tell();
    }

    private void tell() {
        long now = nanos.getAsLong();
        long done = read + zeroes;
        if (!quiet && total > 0 && (now - last >= EVERY || done == total)) {
            last = now;
            long seconds = Math.max(1, (now - begin) / 1_000_000_000L);
            progress.log("%3d%% (%s of %s) in %ds, read: %s/s"
                    .formatted(done * 100 / total, size(done), size(total), seconds, size(read / seconds)));
        }
    }

    /** @param archived the archive's size */
    public void end(long archived) {
        long seconds = Math.max(1, (nanos.getAsLong() - begin) / 1_000_000_000L);
        progress.log("transferred %s in %d seconds (%s/s), %s of it zero; archive file size: %s"
                .formatted(size(total), seconds, size(total / seconds), size(zeroes), size(archived)));
    }

    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
