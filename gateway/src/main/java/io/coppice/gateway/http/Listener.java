package io.coppice.gateway.http;

import io.coppice.gateway.call.GatewayCalls;
import io.coppice.gateway.page.PageFiles;
import io.coppice.gateway.stream.Streams;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The public address: TLS, HTTP/1.1 alone (clients read reason phrases, which HTTP/2 lacks). Idle connections live 75 s:
 * pooled clients keep theirs for 60. Connections are spread over several event loops; TLS is BoringSSL's where its native
 * part loads, since the JDK's costs three times as much, and the JDK's elsewhere.
 */
public final class Listener implements AutoCloseable {
    /** Longer than clients keep connections in their pools. */
    public static final Duration IDLE = Duration.ofSeconds(75);

    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    /** More event loops than this would only share out memory: what takes time runs on virtual threads. */
    private static final int MOST_LOOPS = 8;

    private final List<HttpServer> servers;
    private final Runnable afterwards;

    private Listener(List<HttpServer> servers, Runnable afterwards) {
        this.servers = servers;
        this.afterwards = afterwards;
    }

    /**
     * Where it listens and what it shows.
     *
     * @param idle how long a connection without traffic lives
     * @param local a socket for programs of this host too, which need no TLS: it lies where others cannot enter
     */
    public record Address(String host, int port, Path certificate, Path key, Duration idle, Optional<Path> local) {
        public Address(String host, int port, Path certificate, Path key, Duration idle) {
            this(host, port, certificate, key, idle, Optional.empty());
        }

        public Address andOn(Path socket) {
            return new Address(host, port, certificate, key, idle, Optional.of(socket));
        }
    }

    /** @throws IOException when the port is taken or the certificate cannot be read */
    public static Listener listen(
            Vertx vertx, Address at, GatewayCalls calls, Streams streams, Spool spool, Executor workers)
            throws IOException {
        Connections connections = new Connections(at.idle());
        Exchange.Surroundings around = new Exchange.Surroundings(
                vertx, calls, spool, new PageReply(new PageFiles()), workers, connections, streams);
        List<HttpServer> servers = new ArrayList<>();
        int port = at.port();
        try {
            for (int i = 0; i < loops(at); i++) {
                HttpServer server = server(vertx, overTls(at), around);
                await(vertx.deployVerticle(new OnALoop(server, SocketAddress.inetSocketAddress(port, at.host()))));
                servers.add(server);
                port = server.actualPort();
            }
            if (at.local().isPresent()) {
                servers.add(local(vertx, at.local().get(), around));
            }
        } catch (RuntimeException e) {
            throw new IOException("cannot listen on " + at.host() + " port " + at.port(), e);
        }
        long sweep = vertx.setPeriodic(Math.max(50, at.idle().toMillis() / 8), tick -> connections.sweep());
        long beat = vertx.setPeriodic(1_000, tick -> streams.tick());
        return new Listener(List.copyOf(servers), () -> {
            vertx.cancelTimer(sweep);
            vertx.cancelTimer(beat);
        });
    }

    private static HttpServer server(Vertx vertx, HttpServerOptions options, Exchange.Surroundings around) {
        return vertx.createHttpServer(options)
                .connectionHandler(around.connections()::opened)
                .requestHandler(request -> {
                    around.connections().begun(request);
                    new Exchange(request, around).begin();
                });
    }

    /** The same calls, answered the same way, without TLS. */
    private static HttpServer local(Vertx vertx, Path socket, Exchange.Surroundings around) throws IOException {
        Files.deleteIfExists(socket);
        HttpServer server = server(vertx, limits(), around);
        await(vertx.deployVerticle(new OnALoop(server, SocketAddress.domainSocketAddress(socket.toString()))));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        return server;
    }

    /** A port that the system chooses cannot be shared: whoever asks for it gets one loop. */
    private static int loops(Address at) {
        return at.port() == 0 ? 1 : Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
    }

    /** Servers of one address share it; each serves its connections on the event loop that it was started on. */
    private static final class OnALoop extends VerticleBase {
        private final HttpServer server;
        private final SocketAddress at;

        OnALoop(HttpServer server, SocketAddress at) {
            this.server = server;
            this.at = at;
        }

        @Override
        public Future<?> start() {
            return server.listen(at);
        }
    }

    private static HttpServerOptions overTls(Address at) {
        return limits().setSsl(true)
                .setSslEngineOptions(OpenSsl.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions())
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(at.certificate().toString())
                        .setKeyPath(at.key().toString()))
                // the usual 10 s cut clients off that are slow because there is a flood of them
                .setSslHandshakeTimeout(HANDSHAKE.toSeconds())
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2")))
                .setUseAlpn(false);
    }

    private static HttpServerOptions limits() {
        return new HttpServerOptions()
                // it would hold a compressor for each connection
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(64 * 1024)
                .setMaxWebSocketMessageSize(64 * 1024)
                .addWebSocketSubProtocol("binary")
                .setHandle100ContinueAutomatically(false)
                .setMaxInitialLineLength(32 * 1024)
                .setMaxHeaderSize(32 * 1024)
                .setMaxFormAttributeSize(64 * 1024)
                .setMaxFormFields(512)
                .setAcceptBacklog(1024);
    }

    /** The port in use, also where 0 was asked for. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    @Override
    public void close() {
        servers.forEach(server -> await(server.close()));
        afterwards.run();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
