package io.coppice.gateway.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamOutletTest {
    private static final int SECONDS = 20;

    @Test
    void who_went_before_anybody_listened_is_told_of_all_the_same() throws Exception {
        Vertx vertx = Vertx.vertx();
        CountDownLatch told = new CountDownLatch(1);
        try {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> request.connection()
                            .closeHandler(closed -> vertx.runOnContext(
                                    later -> new EventStreamOutlet(request).whenClosed(told::countDown))))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SECONDS, TimeUnit.SECONDS);
            try (Socket client = new Socket("127.0.0.1", server.actualPort())) {
                client.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            assertTrue(told.await(SECONDS, TimeUnit.SECONDS));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        }
    }
}
