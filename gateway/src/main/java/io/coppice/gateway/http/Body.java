package io.coppice.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A request's body that is no upload: bounded in size and time, and read without holding a thread. */
final class Body {
    /** The largest document of the store is 1 MiB; percent-encoding can triple it. */
    static final int LARGEST = 4 * 1024 * 1024;

    /** Who has not logged in sends a name and a password. */
    static final int LARGEST_OF_NOBODY = 64 * 1024;

    private static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(60);
    private final HttpServerRequest request;
    private final Vertx vertx;
    private final Buffer body = Buffer.buffer();
    private boolean over;

    Body(HttpServerRequest request, Vertx vertx) {
        this.request = request;
        this.vertx = vertx;
    }

    /** Called on the event loop; one of the two is told, once, or none where the connection ends first. */
    void read(boolean ofNobody, Consumer<byte[]> whole, Consumer<Answer> refused) {
        int largest = ofNobody ? LARGEST_OF_NOBODY : LARGEST;
        long timer = mayLast() ? vertx.setTimer(LONGEST_MILLIS, late -> refuse(408, "request timeout", refused)) : -1;
        request.handler(part -> {
            if (body.length() + part.length() <= largest) {
                body.appendBuffer(part);
            } else if (!over) {
                vertx.cancelTimer(timer);
                refuse(413, "request body too large", refused);
            }
        });
        request.exceptionHandler(gone -> {
            over = true;
            vertx.cancelTimer(timer);
        });
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            if (!over) {
                over = true;
                whole.accept(body.getBytes());
            }
        });
    }

    private boolean mayLast() {
        return request.getHeader("Content-Length") != null || request.getHeader("Transfer-Encoding") != null;
    }

    private void refuse(int status, String text, Consumer<Answer> refused) {
        if (!over) {
            over = true;
            refused.accept(Answer.plain(status, text));
        }
    }
}
