package io.coppice.servicekit.feed;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.store.socket.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a feed on a unix socket, one request a connection: lines of text, fields between tabs.
 *
 * <pre>
 * follow CURSOR          events from there, or from now where there is no cursor, until the connection ends
 * page CURSOR            what comes next, 64 KiB or one event; without a cursor from the oldest that is kept
 * state                  what is, as objects; the cursor says which events come after it
 *
 * at CURSOR EXPIRED      where the reader is; EXPIRED is 1 where events before that are gone
 * seen REVISION          what follows happened at or before this revision of the truth
 * event LOG POSITION CLOUDEVENT
 * object CLOUDEVENT
 * end
 * </pre>
 */
public final class FeedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedServer.class);

    /** The gateway reads for so many slow clients at a time, and follows once. */
    private static final int MOST = 128;

    private final Feed feed;
    private final Path socket;
    private final Peers peers;
    private final ServerSocketChannel channel;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private FeedServer(Feed feed, Path socket, Peers peers, ServerSocketChannel channel) {
        this.feed = feed;
        this.socket = socket;
        this.peers = peers;
        this.channel = channel;
    }

    /** Listens; a socket that a former process left is replaced. */
    public static FeedServer listen(Feed feed, Path socket, Peers peers) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket), MOST);
            peers.guard(socket);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        FeedServer server = new FeedServer(feed, socket, peers, channel);
        Thread.ofVirtual().name("feed-accept").start(server::accept);
        return server;
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                if (peers.admits(peer) && open.size() < MOST) {
                    open.add(peer);
                    Thread.ofVirtual().name("feed").start(() -> serve(peer));
                    if (!channel.isOpen()) {
                        // it came while this was closed, which may have missed it
                        peer.close();
                    }
                } else {
                    LOG.warn("a stranger, or one too many, was turned away from {}", socket);
                    peer.close();
                }
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("on {}: {}", socket, e.getMessage());
                }
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(peer), StandardCharsets.UTF_8), 2048);
                FeedWriter out = new FeedWriter(Channels.newOutputStream(peer))) {
            answer(String.valueOf(in.readLine()), out);
            out.end();
        } catch (IOException e) {
            LOG.debug("a reader of the feed went: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the feed failed", e);
        } finally {
            open.remove(peer);
        }
    }

    private void answer(String request, FeedWriter out) throws IOException, InterruptedException {
        String[] words = request.split("\t", -1);
        Optional<EventCursor> cursor = words.length > 1 ? EventCursor.parse(words[1]) : Optional.empty();
        switch (words[0]) {
            case "follow" -> feed.follow(cursor, out);
            case "page" -> feed.page(cursor, out);
            case "state" -> feed.state(out);
            default -> LOG.warn("the feed was asked for something that it does not know");
        }
    }

    /** No reader is left when this returns. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
        for (SocketChannel peer : open) {
            peer.close();
        }
    }
}
