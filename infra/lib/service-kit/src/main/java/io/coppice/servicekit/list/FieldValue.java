package io.coppice.servicekit.list;

import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Fields compared as they stand on the wire: numbers by size, everything else as text, numbers first, what is absent last. */
final class FieldValue {
    static final Comparator<@Nullable Object> ORDER = FieldValue::compare;

    private FieldValue() {}

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Number n -> exact(n).toPlainString();
            default -> value.toString();
        };
    }

    static BigDecimal exact(Number n) {
        return switch (n) {
            case BigDecimal b -> b;
            case Double d when d.isNaN() || d.isInfinite() -> BigDecimal.ZERO;
            case Double d when d == Math.rint(d) && Math.abs(d) < 1e15 -> BigDecimal.valueOf(d.longValue());
            case Double d -> BigDecimal.valueOf(d);
            default -> BigDecimal.valueOf(n.longValue());
        };
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Number x && b instanceof Number y) {
            return exact(x).compareTo(exact(y));
        }
        int kinds = Integer.compare(rank(a), rank(b));
        return kinds != 0 || a == null || b == null ? kinds : a.toString().compareTo(b.toString());
    }

    private static int rank(@Nullable Object value) {
        return value == null ? 2 : value instanceof Number ? 0 : 1;
    }
}
