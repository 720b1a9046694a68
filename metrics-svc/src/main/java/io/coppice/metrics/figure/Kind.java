package io.coppice.metrics.figure;

import java.util.Locale;

/** What figures are told of. */
public enum Kind {
    NODE,
    QEMU,
    LXC,
    STORAGE;

    /** As identifiers have it: {@code qemu/100}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isGuest() {
        return this == QEMU || this == LXC;
    }
}
