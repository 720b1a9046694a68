package io.coppice.store;

import java.util.UUID;

/**
 * How far the truth has come: a counter that every done change raises by one, within an incarnation (new when a cluster
 * is made anew or restored).
 */
public record Revision(UUID incarnation, long number) {
    @Override
    public String toString() {
        return incarnation + "-" + number;
    }
}
