package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.calendar.CalendarEvent;
import io.coppice.contract.word.Malformed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When calendar events come, and what is one. */
public final class CalendarSuite implements Suite {
    @Override
    public String name() {
        return "calendar";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("calendar-rs.json");
        return Cases.read(file).map(CalendarSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("next_event")) {
            String spec = one.path("spec").asText();
            long after = one.path("after").asLong();
            tally.check(spec + " after " + after, () -> Cases.difference(one.get("expected"), next(spec, after)));
        }
        for (JsonNode text : suite.path("must_parse")) {
            tally.check(text.asText(), () -> complaint(text.asText()));
        }
        for (JsonNode text : suite.path("must_fail")) {
            tally.check(
                    "not " + text.asText(),
                    () -> complaint(text.asText()).isPresent() ? Optional.empty() : Optional.of("it was taken"));
        }
        return tally.result();
    }

    private static @Nullable Object next(String spec, long after) {
        return CalendarEvent.parse(spec)
                .next(Instant.ofEpochSecond(after), ZoneOffset.UTC)
                .<Object>map(Instant::getEpochSecond)
                .orElse(null);
    }

    private static Optional<String> complaint(String text) {
        try {
            CalendarEvent.parse(text);
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
