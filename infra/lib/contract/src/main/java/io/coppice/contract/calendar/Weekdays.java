package io.coppice.contract.calendar;

import io.coppice.contract.word.Malformed;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Days of the week: {@code mon,wed..fri}; a range may go over the end of the week. */
final class Weekdays {
    private Weekdays() {}

    static Set<DayOfWeek> parse(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String item : text.split(",", -1)) {
            int dots = item.indexOf("..");
            DayOfWeek first = day(dots < 0 ? item : item.substring(0, dots));
            DayOfWeek last = dots < 0 ? first : day(item.substring(dots + 2));
            DayOfWeek day = first;
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    /** Its English name, or the first three letters of it. */
    private static DayOfWeek day(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (DayOfWeek d : DayOfWeek.values()) {
            if (d.name().equals(upper) || d.name().substring(0, 3).equals(upper)) {
                return d;
            }
        }
        throw new Malformed("'" + name + "' is no day of the week");
    }
}
