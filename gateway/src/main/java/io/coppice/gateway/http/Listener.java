package io.coppice.gateway.http;

import io.coppice.gateway.call.GatewayCalls;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The public address: TLS, HTTP/1.1 alone (clients read reason phrases, which HTTP/2 lacks). Idle connections live 75 s:
 * pooled clients keep theirs for 60.
 */
public final class Listener implements AutoCloseable {
    private static final int IDLE_SECONDS = 75;
    private final HttpServer server;

    private Listener(HttpServer server) {
        this.server = server;
    }

    /** Where it listens and what it shows. */
    public record Address(String host, int port, Path certificate, Path key) {}

    /** @throws IOException when the port is taken or the certificate cannot be read */
    public static Listener listen(Vertx vertx, Address at, GatewayCalls calls, Spool spool, Executor workers)
            throws IOException {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(at.certificate().toString())
                        .setKeyPath(at.key().toString()))
                .setEnabledSecureTransportProtocols(new java.util.LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2")))
                .setUseAlpn(false)
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(32 * 1024)
                .setMaxHeaderSize(32 * 1024)
                .setMaxFormAttributeSize(64 * 1024)
                .setMaxFormFields(512)
                .setAcceptBacklog(1024));
        server.requestHandler(request -> new Exchange(request, calls, spool, workers).begin());
        try {
            server.listen(at.port(), at.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (RuntimeException e) {
            throw new IOException("cannot listen on " + at.host() + " port " + at.port(), e);
        }
        return new Listener(server);
    }

    /** The port in use, also where 0 was asked for. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
