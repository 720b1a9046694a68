package io.coppice.store.raft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A node's clock, which somebody moves. */
final class MovedClock extends Clock {
    private volatile Duration off = Duration.ZERO;

    void off(Duration by) {
        off = by;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(off);
    }
}
