package io.coppice.compute.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaidBeforeTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final SaidBefore said = new SaidBefore();

    @Test
    void a_guest_that_resets_in_a_loop_writes_five_lines_a_minute_and_their_number() {
        int written = 0;
        for (int i = 0; i < 600; i++) {
            written += said.admit("it was reset", i * SECOND / 10).isPresent() ? 1 : 0;
        }
        assertEquals(5, written);
        assertEquals(
                Optional.of("it was reset (and 595 times more since it was last written)"),
                said.admit("it was reset", 61 * SECOND));
        assertEquals(Optional.of("it was reset"), said.admit("it was reset", 62 * SECOND));
    }

    @Test
    void another_line_is_not_held_back() {
        for (int i = 0; i < 100; i++) {
            said.admit("it was reset", i);
        }
        assertEquals(Optional.of("its system has panicked"), said.admit("its system has panicked", 100));
    }

    @Test
    void lines_that_are_all_different_are_not_remembered_without_end() {
        for (int i = 0; i < 10_000; i++) {
            assertTrue(said.admit("the disk failed at " + i, i).isPresent());
        }
    }
}
