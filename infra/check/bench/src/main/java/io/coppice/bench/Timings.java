package io.coppice.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Durations of one thing that was done many times. */
final class Timings {
    private final long[] sorted;

    private Timings(long[] sorted) {
        this.sorted = sorted;
    }

    /** Something to time. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** @param warmUp how often it is done before it counts */
    static Timings of(int warmUp, int times, Work work) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            work.run();
        }
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long before = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - before;
        }
        Arrays.sort(nanos);
        return new Timings(nanos);
    }

    static Timings of(List<Long> nanos) {
        return new Timings(nanos.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    double millis(double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.2f ms  p99 %.2f ms", millis(0.5), millis(0.99));
    }
}
