package io.coppice.documents.size;

import io.coppice.contract.word.Malformed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Converts amounts between {@code b kb mb gb tb pb}, each 1024 times the one before. */
public final class Sizes {
    private static final List<String> UNITS = List.of("b", "kb", "mb", "gb", "tb", "pb");
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.?\\d*|\\.\\d+");

    private Sizes() {}

    /**
     * A whole number of {@code to}.
     *
     * @param value a decimal number, not negative: {@code 1.5}, {@code .5}, {@code 1.}
     * @param rounding {@code CEILING} or {@code FLOOR} for what is left over
     * @throws Malformed if there is no value, it is no such number, or a unit is not known
     */
    public static BigInteger convert(String value, String from, String to, RoundingMode rounding) {
        if (value.isEmpty()) {
            throw new Malformed("no value given");
        }
        int start = UNITS.indexOf(from.toLowerCase(Locale.ROOT));
        int end = UNITS.indexOf(to.toLowerCase(Locale.ROOT));
        if (start < 0 || end < 0) {
            throw new Malformed("unknown 'from' and/or 'to' units (" + from + " => " + to + ")");
        }
        if (!NUMBER.matcher(value).matches()) {
            throw new Malformed("value '" + value + "' is not a valid, positive number");
        }
        BigDecimal factor = BigDecimal.valueOf(2).pow(10 * Math.abs(start - end));
        BigDecimal number = new BigDecimal(value);
        // dividing by a power of two always ends
        BigDecimal exact = start >= end ? number.multiply(factor) : number.divide(factor);
        return exact.setScale(0, rounding).toBigIntegerExact();
    }
}
