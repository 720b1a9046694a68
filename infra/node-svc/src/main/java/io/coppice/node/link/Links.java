package io.coppice.node.link;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The ways from this node to all others of the cluster: there is one to whoever is on the roster. */
public final class Links implements AutoCloseable {
    private final Vertx vertx;
    private final NodeName here;
    private final LinkKey key;
    private final Roster roster;
    private final InstantSource clock;
    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<NodeName, Link> all = Map.of();
    private boolean closed;

    /** Hears of other nodes. */
    @FunctionalInterface
    public interface Listener {
        /** A node was lost, came back, or is there for the first time; called on an event loop, must be quick. */
        void reach(NodeName node, Reach reach);
    }

    public Links(Vertx vertx, NodeName here, LinkKey key, Roster roster, InstantSource clock) {
        this.vertx = vertx;
        this.here = here;
        this.key = key;
        this.roster = roster;
        this.clock = clock;
        roster.onChange(this::follow);
        follow();
    }

    /** What answers beats, for the cluster port. */
    public static LinkServer.Behind beats() {
        return (peer, request) -> request.response().end(Buffer.buffer("{}"));
    }

    private synchronized void follow() {
        if (closed) {
            return;
        }
        Map<NodeName, Link> next = new HashMap<>();
        for (ClusterMember peer : roster.all()) {
            if (!peer.node().equals(here)) {
                Link known = all.get(peer.node());
                if (known != null && known.leadsTo(peer)) {
                    known.update(peer);
                    next.put(peer.node(), known);
                } else {
                    next.put(peer.node(), new Link(vertx, key, roster, peer, clock, this::tell));
                }
            }
        }
        Map<NodeName, Link> before = all;
        all = Map.copyOf(next);
        before.values().stream().filter(l -> !next.containsValue(l)).forEach(Link::close);
    }

    /** Shows the certificate that lies there now to nodes that are connected to from now on. */
    public synchronized void showAnew() {
        all.values().forEach(Link::showAnew);
    }

    private void tell(Link link) {
        listeners.forEach(l -> l.reach(link.peer().node(), link.reach()));
    }

    public void onReach(Listener listener) {
        listeners.add(listener);
    }

    /** Whether a node is in reach; empty for one that is not on the roster. This node always is. */
    public Optional<Reach> reach(NodeName node) {
        if (node.equals(here)) {
            return Optional.of(new Reach(true, clock.instant()));
        }
        return Optional.ofNullable(all.get(node)).map(Link::reach);
    }

    /** All other nodes that are on the roster; the witness is none. */
    public Set<NodeName> others() {
        return all.values().stream()
                .map(Link::peer)
                .filter(peer -> !peer.isWitness())
                .map(ClusterMember::node)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Asks one of another node's doors, and blocks until it has answered.
     *
     * @throws IOException when it is not on the roster, out of reach, or answers anything but yes
     */
    public String ask(NodeName node, String path, String message, Duration atMost)
            throws IOException, InterruptedException {
        Link link = all.get(node);
        if (link == null || !link.reach().inReach()) {
            throw new IOException("node '" + node + "' is out of reach");
        }
        int millis = Math.toIntExact(atMost.toMillis());
        try {
            return link.ask(path, Buffer.buffer(message), millis)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(2L * millis, TimeUnit.MILLISECONDS)
                    .toString(StandardCharsets.UTF_8);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("node '" + node + "' did not answer " + path, e);
        }
    }

    Optional<Link> to(NodeName node) {
        return Optional.ofNullable(all.get(node));
    }

    List<Link> all() {
        return List.copyOf(all.values());
    }

    /** Ends all ways; whoever comes onto the roster later gets none. */
    @Override
    public synchronized void close() {
        closed = true;
        all.values().forEach(Link::close);
        all = Map.of();
    }
}
