package io.coppice.gateway.stream;

import java.util.Optional;

/** A client's side of a subscription: SSE or a WebSocket. Used on one event loop alone; what is written may wait for {@link #flush}. */
public interface Outlet {
    /** Nothing comes before its answer's head; a browser learns by it that it is connected. */
    void open();

    void event(String json, String cursor);

    /** An object as it is, of a snapshot. */
    void object(String json);

    /** All objects were told; {@code cursor} is behind them. */
    void ready(String cursor);

    /** Events were lost; {@code cursor} is where it goes on. */
    void expired(String cursor);

    /** A sign of life, and how far the reader has come though nothing was for it. */
    void beat(String cursor);

    /** A sign of life is due, but nothing can be written now; a client that is silent for too long is given up. */
    void stalled();

    /** Ends it; the client learns why, and from where it may go on. */
    void end(String reason, Optional<String> cursor);

    void flush();

    /** Whether the client reads slower than it is written to: nothing more is written until {@link #whenDrained}. */
    boolean isFull();

    /** Calls back on the event loop, once, when there is room again. */
    void whenDrained(Runnable then);

    /**
     * Calls back on the event loop when the client is gone or the stream was ended, perhaps more than once; at once where it
     * went before.
     */
    void whenClosed(Runnable then);
}
