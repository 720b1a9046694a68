package io.coppice.gateway.http;

import io.vertx.core.Future;

/**
 * What was given to a connection and is not with the system yet, in bytes. Vert.x counts what it holds by messages, so that its
 * own mark may come after megabytes. Used on one event loop alone.
 */
final class Unsent {
    private final int most;
    private int bytes;
    private Runnable drained = () -> {};

    /** @param most bytes with which it counts as full */
    Unsent(int most) {
        this.most = most;
    }

    /** @param written completes when the system has taken it, or never will */
    void sending(int length, Future<Void> written) {
        bytes += length;
        written.onComplete(done -> {
            bytes -= length;
            // who waits on a connection that broke hears of its end, and must not go on writing
            if (done.succeeded()) {
                tellIfDrained();
            }
        });
    }

    private void tellIfDrained() {
        if (bytes <= most / 2) {
            Runnable then = drained;
            drained = () -> {};
            then.run();
        }
    }

    boolean isFull() {
        return bytes >= most;
    }

    /** Calls back once, when half of it or less is left: at once where the system has taken it meanwhile. */
    void whenDrained(Runnable then) {
        drained = then;
        tellIfDrained();
    }
}
