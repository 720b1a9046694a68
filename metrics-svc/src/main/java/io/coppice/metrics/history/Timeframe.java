package io.coppice.metrics.history;

import java.util.Locale;

/** How far back somebody asks, with the rows that are answered. */
enum Timeframe {
    HOUR(Resolution.MINUTE, 60, "HH:mm"),
    DAY(Resolution.MINUTE, 1440, "HH:mm"),
    WEEK(Resolution.HALF_HOUR, 336, "EEE d"),
    MONTH(Resolution.HALF_HOUR, 1440, "d MMM"),
    YEAR(Resolution.QUARTER_DAY, 1460, "MMM uuuu"),
    DECADE(Resolution.WEEK, 522, "uuuu");

    private final Resolution resolution;
    private final int rows;
    private final String times;

    /** @param times how a moment is written in a picture */
    Timeframe(Resolution resolution, int rows, String times) {
        this.resolution = resolution;
        this.rows = rows;
        this.times = times;
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

    String times() {
        return times;
    }
}
