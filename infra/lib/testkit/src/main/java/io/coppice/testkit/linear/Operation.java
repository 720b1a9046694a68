package io.coppice.testkit.linear;

import java.util.Optional;

/**
 * What one client did to one thing.
 *
 * @param output what it was told; empty where it was told nothing, so that it may have happened at any time after the
 *     call, or never
 * @param called when it asked, by one clock for all
 * @param returned when it was told
 */
public record Operation<I, O>(I input, Optional<O> output, long called, long returned) {
    public Operation {
        if (output.isPresent() && returned < called) {
            throw new IllegalArgumentException("returned before it was called");
        }
    }
}
