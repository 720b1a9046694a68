package io.coppice.live;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A host's two clocks: time passes for both, and one can be set. */
final class MovedClock extends Clock {
    private volatile long millis;
    private volatile long nanos = Long.MAX_VALUE - 1_000_000_000;

    MovedClock(long millis) {
        this.millis = millis;
    }

    synchronized void pass(long more) {
        millis += more;
        nanos += more * 1_000_000;
    }

    /** Ahead, or back where it is negative, in ms. */
    synchronized void set(long by) {
        millis += by;
    }

    long nanos() {
        return nanos;
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
