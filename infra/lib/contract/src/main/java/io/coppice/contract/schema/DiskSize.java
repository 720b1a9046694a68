package io.coppice.contract.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as configurations hold them: {@code 32G}, {@code 528K}, {@code 4M}, {@code 1.5T}; without a unit they are bytes. */
public final class DiskSize {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,18}(?:\\.\\d+)?)(?:([KMGT])(?:iB)?)?");
    private static final String UNITS = "KMGT";

    private DiskSize() {}

    /** Bytes, rounded down; empty when the text is no size. */
    public static Optional<Long> parse(String text) {
        Matcher m = SHAPE.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        int power = m.group(2) == null ? 0 : UNITS.indexOf(m.group(2)) + 1;
        BigDecimal bytes = new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(bytes.setScale(0, RoundingMode.FLOOR).longValueExact());
    }

    /** The largest unit that loses nothing, T at most; zero is {@code 0T}, as the original writes it. */
    public static String print(long bytes) {
        long count = bytes;
        int unit = 0;
        while (unit < UNITS.length() && count % 1024 == 0) {
            count /= 1024;
            unit++;
        }
        return unit == 0 ? Long.toString(count) : count + UNITS.substring(unit - 1, unit);
    }
}
