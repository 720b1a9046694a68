package io.coppice.node.link;

import io.coppice.documents.member.ClusterMember;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The way to one other node. Beats, the truth and calls have connections of their own, so that none waits for another; all
 * are closed when the node is lost, which fails what is on its way.
 */
final class Link implements AutoCloseable {
    /** Between two beats. */
    static final int BEAT_MILLIS = 500;

    /** So long may bytes go without being acknowledged by the other host. */
    static final int DEAD_MILLIS = 10_000;

    private final Vertx vertx;
    private final LinkKey key;
    private final Roster roster;
    private volatile ClusterMember peer;
    private final List<Connections> former = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private final Consumer<Link> changed;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile Pulse pulse = Pulse.UNKNOWN;
    private volatile Reach reach;
    private volatile Connections connections;
    private volatile boolean closed;

    private record Connections(HttpClient beats, HttpClient truth, HttpClient calls) {
        void close() {
            beats.close();
            truth.close();
            calls.close();
        }
    }

    /**
     * @param roster says by what the other node is known
     * @param changed is told when the node is lost or comes back, on an event loop
     */
    Link(Vertx vertx, LinkKey key, Roster roster, ClusterMember peer, InstantSource clock, Consumer<Link> changed) {
        this.vertx = vertx;
        this.key = key;
        this.roster = roster;
        this.peer = peer;
        this.clock = clock;
        this.changed = changed;
        this.reach = new Reach(false, clock.instant());
        this.connections = open();
        beat();
    }

    ClusterMember peer() {
        return peer;
    }

    Reach reach() {
        return reach;
    }

    private Connections open() {
        return new Connections(client(1), client(128), client(128));
    }

    private HttpClient client(int size) {
        return LinkClient.to(vertx, key, certificate -> roster.isOf(peer, certificate), size);
    }

    /** Whether this is the way to a member, whatever certificates it shows. */
    boolean leadsTo(ClusterMember other) {
        return peer.equals(other.with(peer.shown()));
    }

    /** The other node shows other certificates. */
    void update(ClusterMember now) {
        peer = now;
    }

    /** Opens connections with the certificate that lies there now; what goes over older ones goes on. */
    synchronized void showAnew() {
        if (!closed) {
            former.add(connections);
            connections = open();
        }
    }

    /** One beat, and a timer for the next: a periodic one would beat at once for all that it slept through. */
    private void beat() {
        if (closed) {
            return;
        }
        count(answered.getAndSet(false));
        if (beating.compareAndSet(false, true)) {
            begun(connections.beats(), to(HttpMethod.POST, "/beat").setTimeout(LinkClient.CONNECT_MILLIS))
                    .compose(request -> LinkClient.answerOf(peer.node().text(), request.send()))
                    .onSuccess(body -> answered())
                    .onComplete(done -> beating.set(false));
        }
        vertx.setTimer(BEAT_MILLIS, next -> beat());
    }

    private void answered() {
        answered.set(true);
        if (!pulse.inReach()) {
            count(true);
        }
    }

    private synchronized void count(boolean wasAnswered) {
        boolean before = pulse.inReach();
        pulse = pulse.beat(wasAnswered);
        if (pulse.inReach() == before || closed) {
            return;
        }
        reach = new Reach(pulse.inReach(), clock.instant());
        if (!pulse.inReach()) {
            Connections old = connections;
            connections = open();
            old.close();
            closeFormer();
        }
        changed.accept(this);
    }

    /** A call, for a caller that streams. */
    Future<HttpClientRequest> call(HttpMethod method, String path) {
        return begun(connections.calls(), to(method, path));
    }

    /** A link may be closed at any moment: that fails what is asked, and throws at nobody. */
    private static Future<HttpClientRequest> begun(HttpClient over, RequestOptions to) {
        try {
            return over.request(to);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    /** A connection that becomes one to something on the other host; paused. */
    Future<NetSocket> tunnel(String path, String protocol) {
        RequestOptions to =
                to(HttpMethod.GET, path).addHeader("Connection", "Upgrade").addHeader("Upgrade", protocol);
        return begun(connections.calls(), to)
                .compose(request -> request.connect().compose(answer -> {
                    if (answer.statusCode() != 101) {
                        return Future.failedFuture(peer.node() + " answered " + answer.statusCode());
                    }
                    NetSocket socket = answer.netSocket();
                    socket.pause();
                    return Future.succeededFuture(socket);
                }));
    }

    /** Asks what holds the truth over there. */
    Future<Buffer> askTruth(byte[] message, int timeoutMillis) {
        return ask(connections.truth(), "/store", Buffer.buffer(message), timeoutMillis);
    }

    /** Asks one of the other node's doors. */
    Future<Buffer> ask(String path, Buffer message, int timeoutMillis) {
        return ask(connections.calls(), path, message, timeoutMillis);
    }

    private Future<Buffer> ask(HttpClient over, String path, Buffer message, int timeoutMillis) {
        return begun(over, to(HttpMethod.POST, path).setTimeout(timeoutMillis))
                .compose(request -> LinkClient.answerOf(peer.node().text(), request.send(message)));
    }

    private RequestOptions to(HttpMethod method, String path) {
        return LinkClient.request(peer, method, path);
    }

    /** When it was lost, or came back. */
    Instant since() {
        return reach.since();
    }

    private void closeFormer() {
        former.forEach(Connections::close);
        former.clear();
    }

    @Override
    public synchronized void close() {
        closed = true;
        connections.close();
        closeFormer();
    }
}
