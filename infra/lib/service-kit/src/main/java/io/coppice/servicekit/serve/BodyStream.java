package io.coppice.servicekit.serve;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The body of a request as a stream that blocks: a few parts wait in memory, the others where the sender has them. */
final class BodyStream extends InputStream {
    private static final int AHEAD = 16;

    /** A sender that says nothing for so long is gone, whatever the connection says. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private sealed interface Arrival {}

    private record Part(byte[] bytes) implements Arrival {}

    private record End() implements Arrival {}

    private record Broken(Throwable cause) implements Arrival {}

    private final LinkedBlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
    private final HttpServerRequest request;
    private final Context loop;
    private Arrival now = new Part(new byte[0]);
    private int at;

    /**
     * To be made on the request's event loop.
     *
     * @param request is paused
     */
    BodyStream(HttpServerRequest request, Context loop) {
        this.request = request;
        this.loop = loop;
        request.exceptionHandler(cause -> arrived.add(new Broken(cause)));
        request.handler((Buffer part) -> arrived.add(new Part(part.getBytes())));
        request.endHandler(end -> arrived.add(new End()));
        request.fetch(AHEAD);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            switch (now) {
                case Part part
                when at < part.bytes().length -> {
                    int taken = Math.min(length, part.bytes().length - at);
                    System.arraycopy(part.bytes(), at, into, offset, taken);
                    at += taken;
                    return taken;
                }
                case Part read -> next();
                case End end -> {
                    return -1;
                }
                case Broken broken -> throw new IOException("the sender went away", broken.cause());
            }
        }
    }

    private void next() throws IOException {
        try {
            @Nullable Arrival came = arrived.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
            now = came == null
                    ? new Broken(new IOException("nothing came for " + SILENCE.toSeconds() + " seconds"))
                    : came;
            at = 0;
            if (now instanceof Part) {
                loop.runOnContext(on -> request.fetch(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted, since the service stops");
        }
    }

    /** Reads what is left, and forgets it: an answer that overtakes its call's body may be lost with the connection. */
    void drop() {
        try {
            skip(Long.MAX_VALUE);
        } catch (IOException gone) {
            // then nobody waits for the answer
        }
    }
}
