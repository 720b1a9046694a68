package io.coppice.servicekit.config;

import io.coppice.contract.word.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts with their units: {@code 250ms 10s 5m 2h 1d}, {@code 512B 64KiB 64MiB 2GiB 1TiB}. Whole numbers only. */
final class Units {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]+)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES =
            Map.of("B", 1L, "KiB", Bytes.KIB, "MiB", Bytes.MIB, "GiB", Bytes.GIB, "TiB", 1024 * Bytes.GIB);

    private Units() {}

    static Duration duration(String text) {
        return Duration.ofMillis(amount(text, MILLIS, "a duration such as 250ms, 10s, 5m, 2h, 1d"));
    }

    static Bytes bytes(String text) {
        return new Bytes(amount(text, BYTES, "a size such as 512B, 64KiB, 64MiB, 2GiB, 1TiB"));
    }

    private static long amount(String text, Map<String, Long> units, String expected) {
        Matcher m = AMOUNT.matcher(text);
        Long unit = m.matches() ? units.get(m.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("is " + expected + ", not '" + text + "'");
        }
        try {
            return Math.multiplyExact(Long.parseLong(m.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too large: " + text);
        }
    }
}
