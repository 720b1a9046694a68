package io.coppice.node.host;

import java.util.Arrays;
import java.util.List;

/** How busy the processors were between two looks at {@code /proc/stat}; at most one look a second counts. */
final class CpuClock {
    private final ProcFiles files;
    private long[] last = new long[0];
    private long lastNanos;
    private Share share = new Share(0, 0);

    /** Fractions of all processors' time, 0 to 1. */
    record Share(double busy, double waiting) {}

    CpuClock(ProcFiles files) {
        this.files = files;
        look(System.nanoTime());
    }

    synchronized Share share(long nanos) {
        if (nanos - lastNanos >= 1_000_000_000L) {
            look(nanos);
        }
        return share;
    }

    private void look(long nanos) {
        List<String> lines = files.lines("proc/stat");
        if (lines.isEmpty()) {
            return;
        }
        long[] now = Arrays.stream(lines.getFirst().split("\\s+"))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
        long total = 0;
        for (int i = 0; i < Math.min(8, now.length); i++) {
            total += now[i] - (i < last.length ? last[i] : 0);
        }
        if (total > 0 && now.length > 4) {
            long idle = now[3] - (last.length > 3 ? last[3] : 0);
            long waiting = now[4] - (last.length > 4 ? last[4] : 0);
            share = new Share((double) (total - idle - waiting) / total, (double) waiting / total);
        }
        last = now;
        lastNanos = nanos;
    }
}
