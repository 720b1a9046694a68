package io.coppice.node.link;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries live state between nodes. Each member has the loopback address {@code 127.0.1.NUMBER} on all nodes: at its own its
 * part of live state listens there, at the others a tunnel through the link to it.
 */
public final class LiveTunnels implements LinkServer.Behind, AutoCloseable {
    static final String PATH = "/live";
    private static final String PROTOCOL = "coppice-live";
    private static final int MOST = 254;
    private static final long REFUSAL_MILLIS = 500;
    private final Vertx vertx;
    private final NodeName here;
    private final Links links;
    private final Roster roster;
    private final int port;
    private final Consumer<String> closeToOthers;
    private final NetClient sockets;
    private final Map<NodeName, LiveEntry> entries = new HashMap<>();
    private boolean closed;

    /**
     * @param port on which live state listens
     * @param closeToOthers keeps other users of this host from an address
     */
    public LiveTunnels(
            Vertx vertx, NodeName here, Links links, Roster roster, int port, Consumer<String> closeToOthers) {
        this.vertx = vertx;
        this.here = here;
        this.links = links;
        this.roster = roster;
        this.port = port;
        this.closeToOthers = closeToOthers;
        this.sockets = vertx.createNetClient();
        roster.onChange(this::follow);
        follow();
    }

    /** Where a member's part of live state is reached, on every node. */
    public static String address(ClusterMember member) {
        return "127.0.1." + member.number();
    }

    private synchronized void follow() {
        Set<NodeName> gone = new HashSet<>(entries.keySet());
        for (ClusterMember peer : roster.all()) {
            if (closed || peer.isWitness() || peer.node().equals(here) || peer.number() > MOST) {
                continue;
            }
            gone.remove(peer.node());
            LiveEntry before = entries.get(peer.node());
            // who was removed may be back under its name with another number
            if (before == null || !before.address().equals(address(peer))) {
                LiveEntry old = entries.put(peer.node(), enter(peer));
                if (old != null) {
                    old.close();
                }
            }
        }
        for (NodeName node : gone) {
            LiveEntry old = entries.remove(node);
            if (old != null) {
                old.close();
            }
        }
    }

    private LiveEntry enter(ClusterMember peer) {
        String address = address(peer);
        return new LiveEntry(vertx, peer.node(), address, port, near -> lead(peer.node(), near))
                .open(() -> closeToOthers.accept(address));
    }

    private void lead(NodeName node, NetSocket near) {
        near.pause();
        links.to(node)
                .filter(link -> link.reach().inReach())
                .ifPresentOrElse(
                        link -> link.tunnel(PATH, PROTOCOL)
                                .onFailure(cause -> closeLater(near))
                                .onSuccess(far -> join(near, far)),
                        () -> closeLater(near));
    }

    /** Who was refused at once would be back at once. */
    private void closeLater(NetSocket near) {
        vertx.setTimer(REFUSAL_MILLIS, timer -> near.close());
    }

    /** Brings another node's tunnel to this node's part of live state. */
    @Override
    public void serve(ClusterMember peer, HttpServerRequest request) {
        serve(peer, request, tunnel -> {});
    }

    @Override
    public void serve(ClusterMember peer, HttpServerRequest request, Consumer<NetSocket> became) {
        request.pause();
        String own = roster.named(here).map(LiveTunnels::address).orElse("127.0.1.1");
        sockets.connect(port, own)
                .onFailure(cause -> {
                    request.resume();
                    request.response()
                            .setStatusCode(503)
                            .putHeader("Connection", "close")
                            .end();
                })
                .onSuccess(far -> {
                    far.pause();
                    if (CallPipe.isGone(request)) {
                        far.close();
                        return;
                    }
                    request.toNetSocket().onFailure(cause -> far.close()).onSuccess(near -> {
                        join(near, far);
                        became.accept(near);
                    });
                });
    }

    /** Each end closes the other. */
    private static void join(NetSocket near, NetSocket far) {
        near.pipeTo(far).onComplete(end -> far.close());
        far.pipeTo(near).onComplete(end -> near.close());
        near.resume();
        far.resume();
    }

    @Override
    public synchronized void close() {
        closed = true;
        entries.values().forEach(LiveEntry::close);
        entries.clear();
        sockets.close();
    }
}
