package io.coppice.metrics.history;

import java.util.Arrays;
import java.util.Optional;

/** What was seen of one object in the minute that runs. Not thread-safe. */
final class Minute {
    /** What is older by more than this was told by a clock that was set back since: counting begins anew. */
    private static final long SET_BACK_MILLIS = 60_000;

    private final Shape shape;
    private final double[] sums;
    private final int[] counts;
    private final double[] counters;
    private long countedMillis;
    private int minute;
    private boolean any;

    Minute(Shape shape) {
        int columns = shape.columns().size();
        this.shape = shape;
        this.sums = new double[columns];
        this.counts = new int[columns];
        this.counters = new double[columns];
        Arrays.fill(counters, Double.NaN);
    }

    int number() {
        return minute;
    }

    /**
     * Takes a look in. Whatever minute was before has been {@link #taken taken}.
     *
     * @param values in the shape's order, {@code NaN} for what is not known
     * @param asofMillis when they were so
     */
    void add(int now, double[] values, long asofMillis) {
        minute = now;
        any = true;
        if (asofMillis < countedMillis - SET_BACK_MILLIS) {
            Arrays.fill(counters, Double.NaN);
            countedMillis = 0;
        }
        double seconds = (asofMillis - countedMillis) / 1000.0;
        for (int c = 0; c < values.length; c++) {
            double value = shape.isCounter(c) ? rate(c, values[c], seconds) : values[c];
            if (!Double.isNaN(value)) {
                sums[c] += value;
                counts[c]++;
            }
        }
        if (seconds > 0) {
            countedMillis = asofMillis;
        }
    }

    /** What it grew by a second; unknown at first, and where it went back because somebody began anew. */
    private double rate(int c, double value, double seconds) {
        if (seconds <= 0) {
            return Double.NaN;
        }
        double before = counters[c];
        counters[c] = value;
        double rate = (value - before) / seconds;
        return rate >= 0 ? rate : Double.NaN;
    }

    boolean isOver(int now) {
        return any && minute != now;
    }

    /** The minute's averages, which are forgotten with this. Empty when nothing was seen. */
    Optional<float[]> taken() {
        if (!any) {
            return Optional.empty();
        }
        float[] row = new float[sums.length];
        for (int c = 0; c < row.length; c++) {
            row[c] = counts[c] == 0 ? Float.NaN : (float) (sums[c] / counts[c]);
        }
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        any = false;
        return Optional.of(row);
    }
}
