package io.coppice.store.socket;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.memory.MemoryStore;
import io.coppice.testkit.Connections;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is closed lets everybody go. */
@Timeout(120)
class ClosedServersTest {
    @TempDir
    Path dir;

    private static SocketChannel connected(Path socket) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    @Test
    void no_client_is_left_that_came_while_the_server_was_closed() throws Exception {
        try (MemoryStore store = MemoryStore.steady()) {
            for (int i = 0; i < 50; i++) {
                Path socket = dir.resolve("store-" + i);
                StoreServer server = StoreServer.listen(store, socket, path -> true, Set.of());
                List<SocketChannel> clients = new ArrayList<>();
                for (int c = 0; c < 20; c++) {
                    clients.add(connected(socket));
                }
                server.close();
                clients.forEach(Connections::awaitEnd);
            }
        }
    }

    @Test
    void a_copy_that_its_reader_does_not_take_is_broken_off() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        CopyServer server = CopyServer.listen(dir.resolve("copies"), to -> {
            begun.countDown();
            try {
                while (true) {
                    to.write(new byte[1 << 16]);
                }
            } finally {
                over.countDown();
            }
        });
        try (SocketChannel reader = connected(dir.resolve("copies"))) {
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            server.close();
            assertTrue(over.await(60, TimeUnit.SECONDS), () -> "it is written on, to " + reader);
        }
    }

    @Test
    void who_gives_up_on_a_server_that_says_nothing_is_connected_no_more() throws Exception {
        Path socket = dir.resolve("mute");
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(socket));
            assertThrows(IOException.class, () -> RemoteStore.connect(socket, Duration.ofSeconds(2)));
            Connections.awaitEnd(mute.accept());
        }
    }
}
