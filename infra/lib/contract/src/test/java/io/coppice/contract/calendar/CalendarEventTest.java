package io.coppice.contract.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.word.Malformed;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarEventTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private static String next(String event, String after) {
        Instant from = LocalDateTime.parse(after).atZone(VIENNA).toInstant();
        return CalendarEvent.parse(event)
                .next(from, VIENNA)
                .map(i -> i.atZone(VIENNA).toString().replace("[Europe/Vienna]", ""))
                .orElse("never");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mon..fri 8..17,22:0/15 | 2026-05-01T17:46 | 2026-05-01T22:00+02:00",
                "fri..mon 12:00         | 2026-05-04T12:00 | 2026-05-08T12:00+02:00",
                "sun                    | 2026-05-04T12:00 | 2026-05-10T00:00+02:00",
                "30/10                  | 2026-05-04T12:50 | 2026-05-04T13:30+02:00",
                "*/5                    | 2026-05-04T12:50 | 2026-05-04T12:55+02:00",
                "sat *-1..7 15:00       | 2026-05-02T15:00 | 2026-06-06T15:00+02:00",
                "2027-02-03             | 2026-05-04T12:50 | 2027-02-03T00:00+01:00",
                "2025-02-03             | 2026-05-04T12:50 | never",
                "02-30                  | 2026-05-04T12:50 | never",
                "02-29 6:07:08          | 2026-05-04T12:50 | 2028-02-29T06:07:08+01:00",
                "12:00 utc              | 2026-05-04T12:50 | 2026-05-04T14:00+02:00",
                "*:*:30/15              | 2026-05-04T12:50 | 2026-05-04T12:50:30+02:00",
            })
    void it_comes_when_it_should(String event, String after, String expected) {
        assertEquals(expected, next(event, after));
    }

    @Test
    void a_time_that_clocks_leap_over_comes_later_and_one_that_comes_twice_comes_once() {
        assertEquals("2026-03-29T03:30+02:00", next("2:30", "2026-03-29T01:00"));
        assertEquals("2026-10-25T02:30+02:00", next("2:30", "2026-10-25T01:00"));
        assertEquals("2026-10-26T02:30+01:00", next("2:30", "2026-10-25T02:30"));
    }

    @Test
    void what_is_no_event_is_refused() {
        for (String bad : List.of(
                "",
                "UTC",
                "mo",
                "mon..",
                "mon,",
                "24:0",
                "0:60",
                "60",
                "5/0",
                "9..3",
                "1-2-3-4",
                "13-1",
                "0-1",
                "1:2:3:4",
                "mon 1:00 2:00",
                "1:00 mon",
                "-5",
                "x",
                "daily 1:00",
                "1969-1-1",
                "1:",
                ":1",
                "10000-1-1",
                "1,,2")) {
            assertThrows(Malformed.class, () -> CalendarEvent.parse(bad), bad);
        }
    }
}
