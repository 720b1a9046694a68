package io.coppice.servicekit.feed;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.store.socket.Peers;
import io.coppice.testkit.Connections;
import java.net.UnixDomainSocketAddress;
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
            readers.forEach(Connections::awaitEnd);
        }
    }
}
