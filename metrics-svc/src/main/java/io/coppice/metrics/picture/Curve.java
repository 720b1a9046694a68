package io.coppice.metrics.picture;

/**
 * One figure over time.
 *
 * @param values one for each period, {@code NaN} where nothing is known
 */
public record Curve(String name, double[] values) {
    double highest() {
        double highest = 0;
        for (double value : values) {
            highest = value > highest ? value : highest;
        }
        return highest;
    }
}
