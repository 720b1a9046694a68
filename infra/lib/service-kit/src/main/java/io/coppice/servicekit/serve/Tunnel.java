package io.coppice.servicekit.serve;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * What a handler answers in place of a value where the connection is to become one to something on this host.
 *
 * @param socket the unix socket at its other end
 * @param welcome what a terminal's client has to say first, {@code user:ticket}
 * @param over completed when the connection ends; completing it ends the connection
 */
public record Tunnel(Path socket, Dialect dialect, String welcome, CompletableFuture<Void> over) {
    /** What a client speaks through it. */
    public enum Dialect {
        /** Bytes as they are. */
        BYTES,
        /** A terminal's frames: keys, its size, signs of life. */
        TERMINAL
    }
}
