package io.coppice.metrics.history;

/**
 * How finely, and how far back.
 *
 * @param stepSeconds what a row stands for
 * @param rows how many there are before the oldest is written over
 */
record Resolution(int stepSeconds, int rows) {
    /** A day by the minute. */
    static final Resolution MINUTE = new Resolution(60, 1440);
    /** A month. */
    static final Resolution HALF_HOUR = new Resolution(1800, 1440);
    /** A year. */
    static final Resolution QUARTER_DAY = new Resolution(21_600, 1464);
    /** More than ten years. */
    static final Resolution WEEK = new Resolution(604_800, 524);

    /** The number of the period that a moment lies in, counted from 1970. */
    int period(long epochSeconds) {
        return Math.toIntExact(epochSeconds / stepSeconds);
    }

    long start(int period) {
        return (long) period * stepSeconds;
    }
}
