package io.coppice.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test turns. */
public final class Turned extends Clock {
    private Instant now;

    public Turned(String begin) {
        now = Instant.parse(begin);
    }

    public void turn(Duration by) {
        now = now.plus(by);
    }

    public long seconds() {
        return now.getEpochSecond();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
