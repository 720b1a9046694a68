package io.coppice.store.raft;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a store has met what it can neither apply nor pass over: a restart alone would meet it again. Thread-safe. */
final class Halt {
    private volatile @Nullable Throwable why;

    /** The first reason stays. */
    synchronized boolean because(Throwable reason) {
        boolean first = why == null;
        if (first) {
            why = reason;
        }
        return first;
    }

    boolean is() {
        return why != null;
    }

    /** For an administrator; empty while it has not halted. */
    Optional<String> says() {
        return Optional.ofNullable(why)
                .map(w -> "the store has halted here, and what it shows is old: " + w.getMessage());
    }

    /** @throws IOException when it has halted */
    void requireNone() throws IOException {
        Throwable now = why;
        if (now != null) {
            throw new IOException(now.getMessage(), now);
        }
    }
}
