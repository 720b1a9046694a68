package io.coppice.store.state;

import io.coppice.store.Document;
import java.nio.charset.StandardCharsets;

/** The limits that apply holds, and how things are counted against them. */
public final class Sizes {
    /** One document's text, in bytes. */
    public static final int DOCUMENT = 1 << 20;

    /** Texts and paths of one change, in bytes. */
    public static final int CHANGE = 4 << 20;

    /** Paths and names of one change beside those that {@link #CHANGE} counts, in bytes; held at the door, and not by apply. */
    public static final int NAMES = 1 << 20;

    /** All documents, in bytes. */
    public static final long TREE = 128L << 20;

    /** Preconditions or writes of one change. */
    public static final int CHANGE_ITEMS = 20_000;

    /** A path, owner, holder, actor or lease's name, in bytes. */
    public static final int NAME = 1024;

    public static final int RESERVATIONS = 100_000;

    /** How long a VM ID that lost its guest is not offered, in milliseconds. */
    public static final long REST_MILLIS = 60_000;

    public static final int LEASES = 10_000;

    /** A lease's term, in milliseconds. */
    public static final long SHORTEST_TERM = 100;

    public static final long LONGEST_TERM = 24 * 3_600_000L;

    /** Outcomes that are remembered. */
    public static final int OUTCOMES = 10_000;

    /** History that is kept, in bytes and milliseconds. */
    public static final long HISTORY = 64L << 20;

    public static final long HISTORY_MILLIS = 24 * 3_600_000L;

    private Sizes() {}

    static long of(Document d) {
        return utf8(d.path()) + (long) utf8(d.text());
    }

    /** Bytes of a text in UTF-8. Making them is faster than counting: for ASCII it is a copy. */
    public static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
