package io.coppice.metrics.picture;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The lines across a picture. Pure.
 *
 * @param step from one line to the next: one, two or five times a power of ten
 * @param lines above the one at nought
 */
record Scale(double step, int lines) {
    private static final int FEWEST = 4;
    private static final String PREFIXES = " kMGTPE";

    /** @param highest what must be below the last line; everything is at least nought */
    static Scale upTo(double highest) {
        double most = highest > 0 ? highest : 1;
        double power = Math.pow(10, Math.floor(Math.log10(most / FEWEST)));
        double step = power;
        for (int times : new int[] {2, 5, 10}) {
            step = most / step > FEWEST + 1 ? power * times : step;
        }
        return new Scale(step, (int) Math.ceil(most / step));
    }

    double top() {
        return step * lines;
    }

    /** With the prefixes of the SI, in thousands. */
    String label(int line) {
        double value = step * line;
        int thousands = 0;
        while (value >= 1000 && thousands < PREFIXES.length() - 1) {
            value /= 1000;
            thousands++;
        }
        String digits =
                new BigDecimal(value, new MathContext(3)).stripTrailingZeros().toPlainString();
        return thousands == 0 ? digits : digits + " " + PREFIXES.charAt(thousands);
    }
}
