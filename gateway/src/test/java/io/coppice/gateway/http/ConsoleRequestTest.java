package io.coppice.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.Tunnel;
import io.coppice.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A terminal whose guest speaks, or ends, before its client has said who it is. */
@Timeout(60)
class ConsoleRequestTest {
    private static final int SECONDS = 20;
    private final Vertx vertx = Vertx.vertx();
    private final NetClient sockets = vertx.createNetClient();
    private final CompletableFuture<NetSocket> guest = new CompletableFuture<>();
    private NetServer guests;
    private HttpServer gateway;
    private boolean endsFirst;

    /** What came, all of it. */
    private static final class Heard implements WebSocket.Listener {
        private final StringBuffer text = new StringBuffer();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            text.append(StandardCharsets.ISO_8859_1.decode(data));
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedStage(null);
        }
    }

    @BeforeEach
    void listen() throws Exception {
        guests = get(vertx.createNetServer().connectHandler(guest::complete).listen(0, "127.0.0.1"));
        gateway = get(vertx.createHttpServer().requestHandler(this::open).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    private void open(HttpServerRequest request) {
        request.pause();
        sockets.connect(guests.actualPort(), "127.0.0.1").onSuccess(socket -> {
            socket.pause();
            Promise<Void> over = Promise.promise();
            socket.closeHandler(over::complete);
            Future<?> then = endsFirst ? over.future() : Future.succeededFuture();
            then.compose(ready -> request.toWebSocket())
                    .onSuccess(near -> ConsoleRequest.join(
                            near,
                            new ServiceClient.Opened(
                                    socket, Tunnel.Dialect.TERMINAL, "ann@pve:ticket", over.future())));
        });
    }

    private WebSocket connect(Heard heard) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.actualPort() + "/"), heard)
                .get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void what_it_says_first_waits_for_the_client() throws Exception {
        Heard heard = new Heard();
        WebSocket client = connect(heard);
        get(guest.get(SECONDS, TimeUnit.SECONDS).write(Buffer.buffer("login: ")));
        // so that it has come to the gateway
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        client.sendText("ann@pve:ticket\n", true).get(SECONDS, TimeUnit.SECONDS);
        Eventually.that("all of it comes", () -> heard.text.length() >= 9);
        assertEquals("OKlogin: ", heard.text.toString());
    }

    @Test
    void its_end_before_anybody_listens_is_the_clients_too() throws Exception {
        endsFirst = true;
        guest.thenAccept(NetSocket::close);
        Heard heard = new Heard();
        connect(heard);
        heard.closed.get(SECONDS, TimeUnit.SECONDS);
    }
}
