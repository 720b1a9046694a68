package io.coppice.metrics.history;

import java.util.Locale;

/** How far back somebody asks, with the rows that are answered. */
enum Timeframe {
    HOUR(Resolution.MINUTE, 60),
    DAY(Resolution.MINUTE, 1440),
    WEEK(Resolution.HALF_HOUR, 336),
    MONTH(Resolution.HALF_HOUR, 1440),
    YEAR(Resolution.QUARTER_DAY, 1460),
    DECADE(Resolution.WEEK, 522);

    private final Resolution resolution;
    private final int rows;

    Timeframe(Resolution resolution, int rows) {
        this.resolution = resolution;
        this.rows = rows;
    }

    /** @param word as the API has it, checked */
    static Timeframe of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    Resolution resolution() {
        return resolution;
    }

    int rows() {
        return rows;
    }
}
