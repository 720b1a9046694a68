package io.coppice.servicekit.list;

import org.jspecify.annotations.Nullable;

/** A field to sort by. An entry that lacks it comes last either way. */
record SortKey(String field, boolean descending) {
    static SortKey parse(String text) {
        boolean descending = text.startsWith("-");
        return new SortKey(descending ? text.substring(1) : text, descending);
    }

    int compare(@Nullable Object a, @Nullable Object b) {
        int sign = FieldValue.ORDER.compare(a, b);
        return descending && a != null && b != null ? -sign : sign;
    }
}
