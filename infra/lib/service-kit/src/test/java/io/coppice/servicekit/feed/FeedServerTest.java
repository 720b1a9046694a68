package io.coppice.servicekit.feed;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.store.socket.Peers;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FeedServerTest {
    @TempDir
    Path dir;

    /** Nothing happens. */
    private static final class Quiet implements Feed {
        @Override
        public void follow(Optional<EventCursor> from, Sink to) {}

        @Override
        public void page(Optional<EventCursor> from, Sink to) {}

        @Override
        public void state(Sink to) {}
    }

    /** Returns at the connection's end, and only then. */
    private static void awaitEnd(SocketChannel connection) {
        ByteBuffer some = ByteBuffer.allocate(1 << 12);
        try (connection) {
            while (connection.read(some) >= 0) {
                some.clear();
            }
        } catch (ClosedByInterruptException e) {
            throw new AssertionError("the connection is open still", e);
        } catch (IOException reset) {
            // an end as well
        }
    }

    @Test
    void no_reader_is_left_that_came_while_the_server_was_closed() throws Exception {
        for (int i = 0; i < 50; i++) {
            Path socket = dir.resolve("feed-" + i);
            FeedServer server = FeedServer.listen(new Quiet(), socket, Peers.own());
            List<SocketChannel> readers = new ArrayList<>();
            for (int r = 0; r < 20; r++) {
                readers.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            server.close();
            readers.forEach(FeedServerTest::awaitEnd);
        }
    }
}
