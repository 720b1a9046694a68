package io.coppice.contract.calendar;

import io.coppice.contract.word.Malformed;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An event that comes again: {@code mon..fri 8..17,22:0/15}, {@code *-1..7 02:30}, {@code daily}, each with {@code UTC} behind
 * it or in the host's zone. Days, a date and a time, in this order; what is left out is any day, any date, midnight. A time
 * that is one number is minutes of every hour.
 */
public final class CalendarEvent {
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("minutely", "*:*"),
            Map.entry("hourly", "*:00"),
            Map.entry("daily", "00:00"),
            Map.entry("weekly", "mon 00:00"),
            Map.entry("monthly", "*-01 00:00"),
            Map.entry("quarterly", "01,04,07,10-01 00:00"),
            Map.entry("semiannually", "01,07-01 00:00"),
            Map.entry("semi-annually", "01,07-01 00:00"),
            Map.entry("annually", "01-01 00:00"),
            Map.entry("yearly", "01-01 00:00"));

    private Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
    private Component years = any("year", FIRST_YEAR, LAST_YEAR);
    private Component months = any("month", 1, 12);
    private Component dates = any("day", 1, 31);
    private Component hours = one("hour", 23);
    private Component minutes = one("minute", 59);
    private Component seconds = one("second", 59);
    private boolean utc;

    private CalendarEvent() {}

    private static Component any(String what, int least, int most) {
        return Component.parse(what, "*", least, most);
    }

    private static Component one(String what, int most) {
        return Component.parse(what, "0", 0, most);
    }

    /** @throws Malformed saying what is no event */
    public static CalendarEvent parse(String text) {
        CalendarEvent event = new CalendarEvent();
        List<String> parts = new ArrayList<>(Arrays.asList(text.strip().split("\\s+")));
        if (parts.size() > 1 && parts.getLast().equalsIgnoreCase("UTC")) {
            event.utc = true;
            parts.removeLast();
        }
        if (parts.size() == 1) {
            String word = WORDS.get(parts.getFirst().toLowerCase(Locale.ROOT));
            if (word != null) {
                parts = new ArrayList<>(Arrays.asList(word.split(" ")));
            }
        }
        event.read(parts);
        return event;
    }

    private void read(List<String> parts) {
        List<String> left = new ArrayList<>(parts);
        if (!left.isEmpty() && left.getFirst().matches("[A-Za-z].*")) {
            days = Weekdays.parse(left.removeFirst());
        }
        if (!left.isEmpty() && left.getFirst().contains("-")) {
            date(left.removeFirst());
        }
        if (!left.isEmpty()) {
            time(left.removeFirst());
        }
        if (!left.isEmpty()) {
            throw new Malformed("'" + left.getFirst() + "' is too much");
        }
    }

    private void date(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length > 3) {
            throw new Malformed("'" + text + "' is no date");
        }
        int at = parts.length - 2;
        if (at > 0) {
            years = Component.parse("year", parts[0], FIRST_YEAR, LAST_YEAR);
        }
        months = Component.parse("month", parts[at], 1, 12);
        dates = Component.parse("day", parts[at + 1], 1, 31);
    }

    private void time(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3 || text.isEmpty()) {
            throw new Malformed("'" + text + "' is no time");
        }
        if (parts.length == 1) {
            hours = any("hour", 0, 23);
            minutes = Component.parse("minute", parts[0], 0, 59);
            return;
        }
        hours = Component.parse("hour", parts[0], 0, 23);
        minutes = Component.parse("minute", parts[1], 0, 59);
        if (parts.length == 3) {
            seconds = Component.parse("second", parts[2], 0, 59);
        }
    }

    /**
     * The first time it comes after another; empty where it never does, or not before the year 2200. A time that clocks leap
     * over comes as much later; one that they show twice comes once.
     *
     * @param host the zone of an event that names none
     */
    public Optional<Instant> next(Instant after, ZoneId host) {
        ZoneId zone = utc ? ZoneOffset.UTC : host;
        LocalDateTime from = after.atZone(zone).toLocalDateTime().withNano(0).plusSeconds(1);
        Optional<LocalDateTime> at = local(from);
        while (at.isPresent()) {
            ZonedDateTime first = at.get().atZone(zone);
            for (ZonedDateTime z : List.of(first, first.withLaterOffsetAtOverlap())) {
                if (z.toInstant().isAfter(after)) {
                    return Optional.of(z.toInstant());
                }
            }
            at = local(at.get().plusSeconds(1));
        }
        return Optional.empty();
    }

    /** The first from there on, by the clock on the wall. */
    private Optional<LocalDateTime> local(LocalDateTime from) {
        LocalDate date = from.toLocalDate();
        LocalTime time = from.toLocalTime();
        while (date.getYear() <= LAST_YEAR) {
            LocalDate jump = possible(date);
            if (jump.equals(date)) {
                Optional<LocalTime> found = isDay(date) ? timeFrom(time) : Optional.empty();
                if (found.isPresent()) {
                    return Optional.of(date.atTime(found.get()));
                }
                jump = date.plusDays(1);
            }
            date = jump;
            time = LocalTime.MIDNIGHT;
        }
        return Optional.empty();
    }

    /** The day itself, or the first of the next month or year that could have one. */
    private LocalDate possible(LocalDate date) {
        if (!years.has(date.getYear())) {
            int year = years.from(date.getYear());
            return LocalDate.of(year < 0 ? LAST_YEAR + 1 : year, 1, 1);
        }
        return months.has(date.getMonthValue()) ? date : date.withDayOfMonth(1).plusMonths(1);
    }

    private boolean isDay(LocalDate date) {
        return dates.has(date.getDayOfMonth()) && days.contains(date.getDayOfWeek());
    }

    private Optional<LocalTime> timeFrom(LocalTime from) {
        for (int h = hours.from(from.getHour()); h >= 0; h = hours.from(h + 1)) {
            boolean sameHour = h == from.getHour();
            for (int m = minutes.from(sameHour ? from.getMinute() : 0); m >= 0; m = minutes.from(m + 1)) {
                int s = seconds.from(sameHour && m == from.getMinute() ? from.getSecond() : 0);
                if (s >= 0) {
                    return Optional.of(LocalTime.of(h, m, s));
                }
            }
        }
        return Optional.empty();
    }
}
