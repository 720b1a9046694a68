package io.coppice.store.socket;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a copy of the whole store to whoever connects and is this process' own user; a checksum in it shows its end. */
public final class CopyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CopyServer.class);

    /** Writes a copy. */
    @FunctionalInterface
    public interface Copy {
        void to(OutputStream stream) throws IOException;
    }

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Copy copy;
    private final Semaphore one = new Semaphore(1);
    private final Set<SocketChannel> readers = ConcurrentHashMap.newKeySet();

    private CopyServer(Path socket, ServerSocketChannel channel, Copy copy) {
        this.socket = socket;
        this.channel = channel;
        this.copy = copy;
    }

    /** A socket that a former process left is replaced. Its folder must keep strangers out until its mode is set. */
    public static CopyServer listen(Path socket, Copy copy) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Peers.own().guard(socket);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        CopyServer server = new CopyServer(socket, channel, copy);
        Thread.ofVirtual().name("store-copies").start(server::accept);
        return server;
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                readers.add(peer);
                Thread.ofVirtual().name("store-copy").start(() -> give(peer));
                if (!channel.isOpen()) {
                    // it came while this was closed, which may have missed it
                    peer.close();
                }
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("on {}: {}", socket, e.getMessage());
                }
            }
        }
    }

    /** One at a time: each walks over all documents. */
    private void give(SocketChannel peer) {
        one.acquireUninterruptibly();
        try (peer) {
            if (Peers.own().admits(peer)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(peer), 1 << 16);
                copy.to(out);
                out.flush();
            } else {
                LOG.warn("a stranger was turned away from {}", socket);
            }
        } catch (IOException e) {
            LOG.warn("a copy of the store was broken off: {}", e.getMessage());
        } finally {
            readers.remove(peer);
            one.release();
        }
    }

    /** Copies that are under way are broken off. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
            for (SocketChannel reader : readers) {
                reader.close();
            }
        } catch (IOException e) {
            LOG.warn("closing {}: {}", socket, e.getMessage());
        }
    }
}
