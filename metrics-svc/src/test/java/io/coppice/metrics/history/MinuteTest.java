package io.coppice.metrics.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MinuteTest {
    private static final int NETIN = Shape.GUEST.columns().indexOf("netin");
    private static final long NOON = 1_772_452_800_000L;
    private static final long HOUR = 3_600_000;
    private final Minute minute = new Minute(Shape.GUEST);

    private void look(long asof, double netin) {
        double[] values = new double[Shape.GUEST.columns().size()];
        Arrays.fill(values, Double.NaN);
        values[NETIN] = netin;
        minute.add(1, values, asof);
    }

    private float rate() {
        return minute.taken().orElseThrow()[NETIN];
    }

    @Test
    void a_clock_that_is_set_back_by_hours_costs_one_rate() {
        look(NOON, 1000);
        look(NOON + 10_000, 2000);
        assertEquals(100f, rate());
        look(NOON - 3 * HOUR, 3000);
        assertTrue(Float.isNaN(rate()), "between two clocks nothing is known");
        look(NOON - 3 * HOUR + 10_000, 5000);
        assertEquals(200f, rate());
    }

    @Test
    void a_look_at_the_same_or_at_older_figures_makes_no_rate() {
        look(NOON, 1000);
        look(NOON + 10_000, 2000);
        look(NOON + 10_000, 2000);
        look(NOON + 5_000, 1500);
        look(NOON + 20_000, 3000);
        assertEquals(100f, rate());
    }
}
