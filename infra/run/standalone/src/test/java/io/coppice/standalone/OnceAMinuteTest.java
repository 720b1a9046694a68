package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class OnceAMinuteTest {
    private final OnceAMinute filter = new OnceAMinute();

    private boolean told(String text, int second) {
        LogRecord line = new LogRecord(Level.SEVERE, text);
        line.setInstant(Instant.ofEpochSecond(1_000_000L + second));
        return filter.isLoggable(line);
    }

    @Test
    void a_text_is_told_once_a_minute_and_another_at_once() {
        assertTrue(told("refused", 0));
        assertFalse(told("refused", 59));
        assertTrue(told("reset", 59));
        assertTrue(told("refused", 60));
        assertFalse(told("refused", 61));
    }

    @Test
    void a_clock_that_was_set_back_silences_nothing() {
        assertTrue(told("refused", 7_200));
        assertTrue(told("refused", 0));
    }

    @Test
    void many_texts_are_all_told() {
        for (int i = 0; i < 1_000; i++) {
            assertTrue(told("text " + i, 0));
        }
    }
}
