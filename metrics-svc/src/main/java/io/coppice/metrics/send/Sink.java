package io.coppice.metrics.send;

import java.io.IOException;

/** A metric server, reached in its own way. One thread sends; any may abort. */
interface Sink extends AutoCloseable {
    /** How long a batch may be, in bytes. */
    int mostBytes();

    /**
     * Sends a batch; blocks as long as the server's timeout, more or less.
     *
     * @throws Rejected when it would be so again however often it is tried
     * @throws IOException when it may be tried again
     */
    void send(Batch batch) throws IOException, InterruptedException;

    /** Looks whether it can be reached, as far as its protocol tells. */
    void probe() throws IOException, InterruptedException;

    /** Whether nobody says if a batch has arrived, so that sending it again is no use. */
    boolean isBlind();

    @Override
    void close();

    /** The server does not take what it was sent. */
    final class Rejected extends IOException {
        private static final long serialVersionUID = 1L;

        Rejected(String message) {
            super(message);
        }
    }
}
