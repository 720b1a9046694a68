package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller that goes while the way to the other node is opened. */
@Timeout(240)
class CallPipeTest {
    private static final int SECONDS = 20;
    private final Vertx vertx = Vertx.vertx();

    /** With one connection: who keeps it keeps it from everybody. */
    private final HttpClient links =
            vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(1));

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Promise<Void> gone = Promise.promise();
    private HttpServer near;
    private HttpServer far;

    @BeforeEach
    void listen() throws Exception {
        near = get(vertx.createHttpServer().requestHandler(this::pipe).listen(0, "127.0.0.1"));
        far = get(vertx.createHttpServer()
                .requestHandler(request -> {
                    if (CallPipe.isTunnel(request)) {
                        gone.future()
                                .compose(now -> request.toNetSocket())
                                .onSuccess(tunnel -> tunnel.closeHandler(closed -> ended.countDown()));
                    } else {
                        request.body().onSuccess(request.response()::end);
                    }
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    private Future<HttpClientRequest> request(HttpMethod method) {
        return links.request(method, far.actualPort(), "127.0.0.1", "/");
    }

    private void pipe(HttpServerRequest request) {
        request.pause();
        Promise<HttpClientRequest> way = Promise.promise();
        new CallPipe(request, (sent, cause) -> {}).to(way.future());
        way.future().onComplete(done -> opened.countDown());
        if (CallPipe.isTunnel(request)) {
            request.response().closeHandler(gone::complete);
            request(HttpMethod.GET).onComplete(way);
        } else {
            request.response().closeHandler(closed -> request(HttpMethod.POST).onComplete(way));
        }
    }

    private void callAndGo(String text) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", near.actualPort())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }
        assertTrue(opened.await(SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void half_a_call_of_one_that_went_keeps_no_connection() throws Exception {
        callAndGo("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf");
        Future<Buffer> next =
                request(HttpMethod.POST).compose(request -> request.send("next").compose(HttpClientResponse::body));
        assertEquals("next", get(next).toString());
    }

    @Test
    void a_tunnel_for_one_that_went_is_closed() throws Exception {
        callAndGo("GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: coppice-tunnel\r\n\r\n");
        assertTrue(ended.await(SECONDS, TimeUnit.SECONDS));
    }
}
