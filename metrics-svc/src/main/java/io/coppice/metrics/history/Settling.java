package io.coppice.metrics.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes coarse rows of fine ones once their time is over. It remembers how far it came; a new process looks in the file, as
 * far back as the fine rows reach, so that what ended while no process was there is made too.
 */
final class Settling {
    private static final int UNKNOWN = -1;
    private final Shape shape;
    private final int[] settled;

    Settling(Shape shape) {
        this.shape = shape;
        this.settled = new int[shape.resolutions().size()];
        Arrays.fill(settled, UNKNOWN);
    }

    /** @param nowSeconds the time of the newest row, Unix seconds */
    void settle(HistoryFile file, long nowSeconds) throws IOException {
        for (int i = 1; i < settled.length; i++) {
            Resolution fine = shape.resolutions().get(i - 1);
            Resolution coarse = shape.resolutions().get(i);
            int together = coarse.stepSeconds() / fine.stepSeconds();
            int current = coarse.period(nowSeconds);
            int oldest = current - fine.rows() / together + 1;
            int first = settled[i] == UNKNOWN ? oldest : Math.max(oldest, settled[i] + 1);
            if (first < current) {
                List<Optional<float[]>> there = file.rows(coarse, Consolidation.AVERAGE, first, current - first);
                for (int p = first; p < current; p++) {
                    if (there.get(p - first).isEmpty()) {
                        make(file, i, p, together);
                    }
                }
            }
            settled[i] = Math.max(settled[i], current - 1);
        }
    }

    private void make(HistoryFile file, int i, int period, int together) throws IOException {
        Resolution fine = shape.resolutions().get(i - 1);
        for (Consolidation cf : Consolidation.values()) {
            List<float[]> known = new ArrayList<>();
            file.rows(fine, cf, period * together, together).forEach(row -> row.ifPresent(known::add));
            if (!known.isEmpty()) {
                float[] one = cf.of(known, shape.columns().size());
                file.put(shape.resolutions().get(i), cf, period, one);
            }
        }
    }
}
