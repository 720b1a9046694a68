package io.coppice.live;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves live state on a unix socket to processes that do not share it themselves. Closing it leaves the state open. */
public final class LiveServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);

    /**
     * Who may connect, and for what.
     *
     * @param user whose processes may, beside this process' own user's
     * @param mayPut whether they may put and remove; one that does without is cut off
     */
    public record Clients(String user, boolean mayPut) {
        /** This process' own user, for everything. */
        public static Clients own() {
            return new Clients(System.getProperty("user.name"), true);
        }

        /** This process' own user, to look. */
        public static Clients ownReaders() {
            return readers(System.getProperty("user.name"));
        }

        /** Another user, to look. */
        public static Clients readers(String user) {
            return new Clients(user, false);
        }

        /** The kernel's word for who the peer is, whatever the socket's mode let in. */
        private boolean admits(SocketChannel peer) throws IOException {
            String name =
                    peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            return name.equals(user) || name.equals(System.getProperty("user.name"));
        }
    }

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Clients clients;
    private final Receiver live;
    private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();

    private LiveServer(Path socket, ServerSocketChannel channel, Clients clients, Receiver live) {
        this.socket = socket;
        this.channel = channel;
        this.clients = clients;
        this.live = live;
    }

    /** Listens, for the owner and the group of the socket; one that a former process left is replaced. */
    public static LiveServer listen(Live live, Path socket, Clients clients) throws IOException {
        if (!(live instanceof Receiver receiver)) {
            throw new IllegalArgumentException("this live state cannot be served: " + live.getClass());
        }
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        LiveServer server = new LiveServer(socket, channel, clients, receiver);
        Thread.ofVirtual().name("live-accept").start(server::accept);
        return server;
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                if (clients.admits(peer)) {
                    LiveSession session = new LiveSession(new LiveLine(peer), live, clients.mayPut(), sessions::remove);
                    sessions.add(session);
                    Thread.ofVirtual().name("live-session").start(session);
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

    /** No client is left when this returns. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("closing {}: {}", socket, e.getMessage());
        }
        sessions.forEach(LiveSession::close);
    }
}
