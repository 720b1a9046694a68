package io.coppice.testkit.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldTest {
    @Test
    void one_after_the_other_is_well_and_two_at_a_time_are_found_in_any_order() {
        Held first = new Held("a", "x", 0, 10);
        Held second = new Held("a", "y", 10, 20);
        Held other = new Held("b", "z", 0, 30);
        assertEquals(Optional.empty(), Held.twoAtATime(List.of(second, other, first)));
        Held early = new Held("a", "w", 9, 10);
        assertTrue(Held.twoAtATime(List.of(second, early, other, first)).isPresent());
        assertEquals(Optional.empty(), Held.twoAtATime(List.of(first, new Held("a", "late", 5, 4))));
    }
}
