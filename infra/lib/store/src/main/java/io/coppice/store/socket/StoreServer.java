package io.coppice.store.socket;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Store;
import io.coppice.store.watch.Fed;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a store on a unix socket to one kind of client. Closing it leaves the store open. */
public final class StoreServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreServer.class);

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Peers peers;
    private final Session.Terms terms;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    private StoreServer(Path socket, ServerSocketChannel channel, Peers peers, Session.Terms terms) {
        this.socket = socket;
        this.channel = channel;
        this.peers = peers;
        this.terms = terms;
    }

    /** For processes of the same user. */
    public static StoreServer listen(Store store, Path socket, Predicate<String> visible, Set<Service> mayWriteAs)
            throws IOException {
        return listen(store, socket, visible, mayWriteAs, Peers.own());
    }

    /**
     * Listens; a socket that a former process left is replaced. Its folder must keep strangers out until its mode is set.
     *
     * @param visible which paths the clients see, may write, and may ask for in preconditions
     * @param mayWriteAs the writers that their changes may name
     */
    public static StoreServer listen(
            Store store, Path socket, Predicate<String> visible, Set<Service> mayWriteAs, Peers peers)
            throws IOException {
        if (!(store instanceof Fed fed)) {
            throw new IllegalArgumentException("this store cannot feed others: " + store.getClass());
        }
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            peers.guard(socket);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        StoreServer server =
                new StoreServer(socket, channel, peers, new Session.Terms(store, fed, visible, Set.copyOf(mayWriteAs)));
        Thread.ofVirtual().name("store-accept").start(server::accept);
        return server;
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                if (peers.admits(peer)) {
                    Session session = new Session(new Line(peer), terms, sessions::remove);
                    sessions.add(session);
                    Thread.ofVirtual().name("store-session").start(session);
                    if (!channel.isOpen()) {
                        // it came while this was closed, which may have missed it
                        session.close();
                    }
                } else {
                    LOG.warn("a stranger was turned away from {}", socket);
                    peer.close();
                }
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("on {}: {}", socket, e.getMessage());
                }
            }
        }
    }

    /** No client is left when this returns; what one has submitted may still be decided. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("closing {}: {}", socket, e.getMessage());
        }
        sessions.forEach(Session::close);
    }
}
