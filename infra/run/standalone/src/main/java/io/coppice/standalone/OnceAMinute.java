package io.coppice.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/** Lets a text through that was not let through for a minute, so that what goes on for days fills no disk. */
final class OnceAMinute implements Filter {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int KEPT = 100;
    private final Map<String, Instant> told = new HashMap<>();

    @Override
    public synchronized boolean isLoggable(LogRecord line) {
        String text = String.valueOf(line.getMessage());
        Instant now = line.getInstant();
        Instant last = told.get(text);
        // a clock that was set back must not silence it for longer
        if (last != null && !now.isBefore(last) && now.isBefore(last.plus(PAUSE))) {
            return false;
        }
        if (told.size() >= KEPT) {
            told.clear();
        }
        told.put(text, now);
        return true;
    }
}
