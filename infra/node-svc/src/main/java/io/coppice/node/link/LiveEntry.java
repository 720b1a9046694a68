package io.coppice.node.link;

import io.coppice.contract.word.NodeName;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the tunnel to one peer begins: listens at the peer's address, and for as long as it cannot, since another program
 * does, it tries again every few seconds until it is closed. Thread-safe.
 */
final class LiveEntry implements AutoCloseable {
    static final long AGAIN_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(LiveEntry.class);
    private final Vertx vertx;
    private final NodeName peer;
    private final String address;
    private final int port;
    private final Handler<NetSocket> lead;
    private NetServer server;
    private boolean failed;
    private boolean closed;

    /** @param lead takes each connection to the peer */
    LiveEntry(Vertx vertx, NodeName peer, String address, int port, Handler<NetSocket> lead) {
        this.vertx = vertx;
        this.peer = peer;
        this.address = address;
        this.port = port;
        this.lead = lead;
        this.server = vertx.createNetServer();
    }

    /** @param closeToOthers comes first, once */
    LiveEntry open(Runnable closeToOthers) {
        vertx.executeBlocking(() -> {
                    closeToOthers.run();
                    return true;
                })
                .onSuccess(ready -> listen())
                .onFailure(cause -> LOG.error("live state of node '{}' is not shared", peer, cause));
        return this;
    }

    String address() {
        return address;
    }

    private synchronized void listen() {
        if (closed) {
            return;
        }
        server = vertx.createNetServer().connectHandler(lead);
        Future<NetServer> listening = server.listen(port, address);
        listening.onSuccess(up -> listens()).onFailure(this::tryAgain);
    }

    private synchronized void listens() {
        if (failed && !closed) {
            LOG.info("live state of node '{}' is shared now: {} port {} is free again", peer, address, port);
        }
        failed = false;
    }

    private synchronized void tryAgain(Throwable cause) {
        if (closed) {
            return;
        }
        if (!failed) {
            LOG.warn(
                    "live state of node '{}' is not shared, since {} port {} is taken; trying again every {} s: {}",
                    peer,
                    address,
                    port,
                    AGAIN_MILLIS / 1000,
                    cause.getMessage());
        }
        failed = true;
        vertx.setTimer(AGAIN_MILLIS, timer -> listen());
    }

    @Override
    public synchronized void close() {
        closed = true;
        server.close();
    }
}
