package io.coppice.gateway.http;

import io.coppice.gateway.stream.Outlet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Events over a WebSocket: a JSON object a message. What the client sends is dropped; it answers pings, or is ended. */
final class SocketOutlet implements Outlet {
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final short DONE = 1000;
    private final ServerWebSocket socket;
    private final Unsent unsent = new Unsent(EventStreamOutlet.QUEUE);
    private long heard = System.nanoTime();
    private boolean gone;

    SocketOutlet(ServerWebSocket socket) {
        this.socket = socket;
    }

    @Override
    public void open() {
        socket.handler(dropped -> {});
        socket.pongHandler(pong -> heard = System.nanoTime());
    }

    @Override
    public void event(String json, String cursor) {
        write("{\"cursor\":\"" + cursor + "\",\"event\":" + json + "}");
    }

    @Override
    public void object(String json) {
        write("{\"snapshot\":" + json + "}");
    }

    @Override
    public void ready(String cursor) {
        write(new JsonObject().put("cursor", cursor).put("ready", true).encode());
    }

    @Override
    public void expired(String cursor) {
        write(new JsonObject().put("cursor", cursor).put("expired", true).encode());
    }

    @Override
    public void beat(String cursor) {
        write(new JsonObject().put("cursor", cursor).encode());
        stalled();
    }

    @Override
    public void stalled() {
        if (System.nanoTime() - heard > SILENCE_NANOS) {
            abandon();
        } else if (!gone && !unsent.isFull()) {
            socket.writePing(Buffer.buffer());
        }
    }

    @Override
    public void end(String reason, Optional<String> cursor) {
        if (gone) {
            return;
        }
        JsonObject last = new JsonObject().put("end", reason);
        cursor.ifPresent(c -> last.put("cursor", c));
        if (unsent.isFull()) {
            abandon();
        } else {
            write(last.encode());
            socket.close(DONE);
        }
    }

    /** Without the words of parting, for which it would have to read. */
    private void abandon() {
        gone = true;
        socket.shutdown(0, TimeUnit.SECONDS);
    }

    private void write(String json) {
        if (!gone) {
            unsent.sending(json.length(), socket.writeTextMessage(json));
        }
    }

    @Override
    public void flush() {
        // each message went when it was written
    }

    @Override
    public boolean isFull() {
        return gone || unsent.isFull();
    }

    @Override
    public void whenDrained(Runnable then) {
        unsent.whenDrained(then);
    }

    @Override
    public void whenClosed(Runnable then) {
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> gone(then));
        if (socket.isClosed()) {
            // before anybody listened
            gone(then);
        }
    }

    private void gone(Runnable then) {
        gone = true;
        then.run();
    }
}
