package io.coppice.standalone.simulated;

import io.coppice.contract.word.Vmid;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much guests have to do: figures that follow from the seed, the guest and the time alone, so that nothing is kept of
 * them, they wander slowly, and counters never go back.
 */
public final class Load {
    private static final double DAY = 86_400;
    private final long seed;
    private final InstantSource clock;

    public Load(long seed, InstantSource clock) {
        this.seed = seed;
        this.clock = clock;
    }

    /** A number from 0 to 1 that a name and what it is of stand for; the same at each call. */
    double fraction(long of, int what) {
        long x = seed * 0x9E3779B97F4A7C15L + of * 0xBF58476D1CE4E5B9L + what * 0x94D049BB133111EBL;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        x ^= x >>> 31;
        return (x >>> 11) / (double) (1L << 53);
    }

    private double seconds() {
        return clock.millis() / 1000.0;
    }

    /** From -1 to 1: a day's course, an hour's and a minute's, each at its own time. */
    private double course(long of) {
        double t = seconds();
        return 0.5 * wave(t, DAY, of, 1)
                + 0.3 * wave(t, 3_000 + 1_200 * fraction(of, 2), of, 3)
                + 0.2 * wave(t, 40 + 60 * fraction(of, 4), of, 5);
    }

    private double wave(double t, double period, long of, int what) {
        return Math.sin(2 * Math.PI * (t / period + fraction(of, what)));
    }

    /** The share of its processors that something uses, 0 to 1: most do little, a few much. */
    public double cpu(long of) {
        double usual = Math.pow(fraction(of, 6), 4) * 0.8 + 0.01;
        return Math.clamp(usual * (1 + 0.9 * course(of)), 0.001, 0.99);
    }

    /** The share of its memory that something uses, 0 to 1. */
    public double memory(long of) {
        return Math.clamp(0.25 + 0.6 * fraction(of, 7) + 0.05 * course(of), 0.05, 0.97);
    }

    /** Bytes that came and went since it began, by a rate that is its own and wanders; never fewer than before. */
    long counted(long of, int what, double mostPerSecond, long sinceMillis) {
        double rate = Math.pow(fraction(of, what), 5) * mostPerSecond + 200;
        double t = Math.max(0, (clock.millis() - sinceMillis) / 1000.0);
        double period = 300 + 300 * fraction(of, what + 1);
        // the integral of rate * (1 + sin): it rises at each moment
        double moved = t + period / (2 * Math.PI) * (1 - Math.cos(2 * Math.PI * t / period));
        return (long) (rate * moved);
    }

    long uptimeSeconds(long sinceMillis) {
        return Math.max(0, (clock.millis() - sinceMillis) / 1000);
    }

    /** The counters of a guest's first disk, in QEMU's words. */
    Map<String, Long> disk(Vmid vmid, long sinceMillis) {
        long read = counted(vmid.number(), 20, 4e6, sinceMillis);
        long written = counted(vmid.number(), 30, 2e6, sinceMillis);
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("rd_bytes", read);
        all.put("wr_bytes", written);
        all.put("rd_operations", read / 16_384);
        all.put("wr_operations", written / 8_192);
        all.put("flush_operations", written / 262_144);
        return all;
    }
}
