package io.coppice.cli.show;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One value as a text. */
final class Cell {
    /** What counts bytes wherever the API answers it. */
    private static final Set<String> BYTES = Set.of(
            "mem",
            "maxmem",
            "disk",
            "maxdisk",
            "size",
            "used",
            "avail",
            "total",
            "free",
            "netin",
            "netout",
            "diskread",
            "diskwrite");

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Cell() {}

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Boolean b -> b ? "1" : "0";
            case Map<?, ?> m -> Json.write(m, false);
            case List<?> all
            when all.stream().allMatch(String.class::isInstance) ->
                String.join(",", all.stream().map(String::valueOf).toList());
            case List<?> all -> Json.write(all, false);
            default -> value.toString();
        };
    }

    /** As {@link #text}, sizes with their unit where that is wanted. */
    static String text(Look look, String name, @Nullable Object value) {
        return look.human() && BYTES.contains(name) && value instanceof Number n ? size(n.doubleValue()) : text(value);
    }

    static String size(double bytes) {
        int unit = 0;
        double left = bytes;
        while (left >= 1024 && unit < UNITS.length - 1) {
            left /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f %s", left, UNITS[unit]);
    }
}
