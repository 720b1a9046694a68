package io.coppice.metrics.history;

import java.util.List;
import java.util.Locale;

/** How several rows become one. */
enum Consolidation {
    AVERAGE,
    MAX;

    /** @param word as the API has it, checked */
    static Consolidation of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Of each column what is known; unknown ({@code NaN}) only where no row knows it. */
    float[] of(List<float[]> rows, int columns) {
        float[] one = new float[columns];
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            double highest = Double.NEGATIVE_INFINITY;
            int known = 0;
            for (float[] row : rows) {
                if (!Float.isNaN(row[c])) {
                    sum += row[c];
                    highest = Math.max(highest, row[c]);
                    known++;
                }
            }
            one[c] = known == 0 ? Float.NaN : (float) (this == MAX ? highest : sum / known);
        }
        return one;
    }
}
