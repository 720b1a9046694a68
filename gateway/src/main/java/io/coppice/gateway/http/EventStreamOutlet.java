package io.coppice.gateway.http;

import io.coppice.gateway.stream.Outlet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Server-sent events, as the HTML standard has them; each event's {@code id} is the cursor behind it. */
final class EventStreamOutlet implements Outlet {
    /** So much waits for a slow client, and one event more. */
    static final int QUEUE = 16 * 1024;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Unsent unsent = new Unsent(QUEUE);
    private Buffer batch = Buffer.buffer();
    private Runnable whenGone = () -> {};
    private boolean gone;

    EventStreamOutlet(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
    }

    @Override
    public void open() {
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .putHeader("Server", "coppice");
        batch.appendString(": events\nretry: 2000\n\n");
    }

    @Override
    public void event(String json, String cursor) {
        batch.appendString("id: ")
                .appendString(cursor)
                .appendString("\ndata: ")
                .appendString(json)
                .appendString("\n\n");
    }

    @Override
    public void object(String json) {
        batch.appendString("event: snapshot\ndata: ").appendString(json).appendString("\n\n");
    }

    @Override
    public void ready(String cursor) {
        named("ready", Optional.of(cursor), new JsonObject().put("cursor", cursor));
    }

    @Override
    public void expired(String cursor) {
        named("expired", Optional.of(cursor), new JsonObject().put("cursor", cursor));
    }

    /** An id without data moves a browser's last event id, and nothing else. */
    @Override
    public void beat(String cursor) {
        batch.appendString(": beat\nid: ").appendString(cursor).appendString("\n\n");
    }

    /** A connection on which nothing moves is ended by {@link Connections}. */
    @Override
    public void stalled() {}

    @Override
    public void end(String reason, Optional<String> cursor) {
        if (gone) {
            return;
        }
        JsonObject data = new JsonObject().put("reason", reason);
        cursor.ifPresent(c -> data.put("cursor", c));
        named("end", cursor, data);
        Buffer last = batch;
        batch = Buffer.buffer();
        if (unsent.isFull()) {
            // it would read this only after all that it did not read
            request.connection().close();
        } else {
            response.end(last).onComplete(ended -> request.connection().close());
        }
        // a response that has ended does not tell that its connection closes
        gone();
    }

    private void gone() {
        gone = true;
        whenGone.run();
    }

    private void named(String name, Optional<String> id, JsonObject data) {
        id.ifPresent(i -> batch.appendString("id: ").appendString(i).appendString("\n"));
        batch.appendString("event: " + name + "\ndata: ")
                .appendString(data.encode())
                .appendString("\n\n");
    }

    @Override
    public void flush() {
        if (batch.length() > 0 && !gone) {
            Buffer whole = batch;
            batch = Buffer.buffer();
            unsent.sending(whole.length(), response.write(whole));
        }
    }

    @Override
    public boolean isFull() {
        if (batch.length() >= QUEUE) {
            flush();
        }
        return gone || unsent.isFull();
    }

    @Override
    public void whenDrained(Runnable then) {
        unsent.whenDrained(then);
    }

    @Override
    public void whenClosed(Runnable then) {
        whenGone = then;
        response.exceptionHandler(broken -> {});
        response.closeHandler(closed -> gone());
        if (response.closed()) {
            // before anybody listened
            gone();
        }
    }
}
