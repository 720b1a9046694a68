package io.coppice.node.link;

import io.coppice.documents.member.ClusterMember;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster port: what the other nodes of the cluster, and nobody else, reach this one by. */
public final class LinkServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);
    private static final int MOST_LOOPS = 2;

    /** All that a witness gets, and who was removed and still votes: they are believed where they vote, and nowhere else. */
    private static final Set<String> FOR_VOTES = Set.of("/beat", "/store");

    private final List<HttpServer> servers = new ArrayList<>();
    private final Map<HttpConnection, String> bearers = new ConcurrentHashMap<>();
    private final Map<NetSocket, String> tunnels = new ConcurrentHashMap<>();
    private static final long LAST_ANSWER_SECONDS = 1;

    /** A stranger holds a connection for no longer than this, and no more of them than {@link Handshakes} lets in. */
    private static final long HANDSHAKE_SECONDS = 4;

    private final LinkKey key;
    private final Roster roster;
    private final MemberAddresses addresses;
    private final Handshakes handshakes;
    private final Map<String, Behind> paths;

    /** What stands behind a path. */
    @FunctionalInterface
    public interface Behind {
        /** Answers, on the connection's event loop. */
        void serve(ClusterMember peer, HttpServerRequest request);

        /**
         * The same, for what makes a tunnel of the connection.
         *
         * @param became has to be told of the tunnel: nobody hears of the connection's end any more
         */
        default void serve(ClusterMember peer, HttpServerRequest request, Consumer<NetSocket> became) {
            serve(peer, request);
        }
    }

    private LinkServer(LinkKey key, Roster roster, Map<String, Behind> paths) {
        this.key = key;
        this.roster = roster;
        this.addresses = new MemberAddresses(roster);
        this.handshakes = new Handshakes(addresses);
        this.paths = Map.copyOf(paths);
    }

    /**
     * @param port 0 for one that the system chooses
     * @param paths by the first segment of the path
     * @throws IOException when the port is taken or the certificate cannot be read
     */
    public static LinkServer listen(
            Vertx vertx, String host, int port, LinkKey key, Roster roster, Map<String, Behind> paths)
            throws IOException {
        LinkServer links = new LinkServer(key, roster, paths);
        roster.onChange(links::closeStrangers);
        int loops = port == 0 ? 1 : Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
        int at = port;
        try {
            for (int i = 0; i < loops; i++) {
                HttpServer server = vertx.createHttpServer(links.options())
                        .connectionHandler(links::opened)
                        .requestHandler(links::serve);
                await(vertx.deployVerticle(new OnALoop(server, at, host)));
                links.servers.add(server);
                at = server.actualPort();
            }
        } catch (RuntimeException e) {
            links.close();
            throw new IOException("cannot listen for other nodes on " + host + " port " + port, e);
        }
        return links;
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(false)
                .setSslEngineOptions(handshakes)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(key.options())
                .setTrustOptions(TrustOptions.wrap(new ListedTrust(
                        certificate -> roster.bearer(certificate).isPresent())))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(Link.DEAD_MILLIS)
                .setIdleTimeout(0)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setMaxHeaderSize(64 * 1024)
                .setMaxInitialLineLength(1024);
    }

    /** Each on an event loop of its own. */
    private static final class OnALoop extends VerticleBase {
        private final HttpServer server;
        private final int port;
        private final String host;

        OnALoop(HttpServer server, int port, String host) {
            this.server = server;
            this.port = port;
            this.host = host;
        }

        @Override
        public Future<?> start() {
            return server.listen(port, host);
        }
    }

    /**
     * A resumed session brings its certificate along without asking for trust, so that is asked here again. From then on the
     * connection is its member's, also when that shows another certificate of the same key to newer ones.
     */
    private void opened(HttpConnection connection) {
        Optional<ClusterMember> peer = certificate(connection).flatMap(roster::bearer);
        if (peer.isEmpty()) {
            LOG.warn("{} showed a certificate that is no member's", connection.remoteAddress());
            connection.close();
            return;
        }
        addresses.came(connection.remoteAddress(), peer.get().member());
        bearers.put(connection, peer.get().member());
        connection.closeHandler(closed -> bearers.remove(connection));
    }

    private static Optional<Certificate> certificate(HttpConnection connection) {
        try {
            return Optional.of(connection.peerCertificates().getFirst());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private void serve(HttpServerRequest request) {
        Optional<ClusterMember> peer = roster.member(bearers.getOrDefault(request.connection(), ""));
        if (peer.isEmpty()) {
            request.connection().close();
            return;
        }
        String path = request.path() == null ? "/" : request.path();
        int end = path.indexOf('/', 1);
        String first = end < 0 ? path : path.substring(0, end);
        Behind behind = paths.get(first);
        boolean votesOnly = peer.get().isWitness() || roster.isLeaving(peer.get());
        if (behind == null || votesOnly && !FOR_VOTES.contains(first)) {
            request.response().setStatusCode(404).end();
        } else {
            behind.serve(peer.get(), request, socket -> became(request.connection(), socket));
        }
    }

    private void became(HttpConnection connection, NetSocket socket) {
        String member = bearers.remove(connection);
        if (member == null || roster.member(member).isEmpty()) {
            socket.close();
            return;
        }
        tunnels.put(socket, member);
        socket.closeHandler(closed -> tunnels.remove(socket));
    }

    /** Who takes itself out has to hear that it is: what is being answered has a moment, and nothing new is taken. */
    private void closeStrangers() {
        bearers.forEach((connection, member) -> {
            if (roster.member(member).isEmpty()) {
                connection.shutdown(LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
            }
        });
        tunnels.forEach((socket, member) -> {
            if (roster.member(member).isEmpty()) {
                socket.close();
            }
        });
    }

    /** Shows the certificate that lies there now to connections to come. */
    void showAnew() {
        for (HttpServer server : servers) {
            server.updateSSLOptions(options().getSslOptions(), true)
                    .onFailure(cause -> LOG.error("the cluster port goes on with the old certificate", cause));
        }
    }

    /** How many connections are tunnels now. */
    int tunnels() {
        return tunnels.size();
    }

    /** The port in use, also where 0 was asked for. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    @Override
    public void close() {
        servers.forEach(server -> await(server.close()));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
