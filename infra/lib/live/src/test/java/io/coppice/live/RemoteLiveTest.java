package io.coppice.live;

import static io.coppice.testkit.Eventually.that;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.live.Frame.Said;
import io.coppice.testkit.Connections;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The door over a socket, and what is the socket's own. */
class RemoteLiveTest extends LiveDoor {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    private static final NodeName HERE = new NodeName("pve1");

    @TempDir
    Path dir;

    private LocalLive behind = new LocalLive(HERE, CLOCK);
    private LiveServer server;
    private RemoteLive live;

    @BeforeEach
    void connect() throws Exception {
        server = LiveServer.listen(behind, socket(), LiveServer.Clients.own());
        live = RemoteLive.connect(socket(), HERE, CLOCK);
        assertTrue(live.await(Duration.ofMinutes(1)));
    }

    @AfterEach
    void leave() {
        live.close();
        server.close();
    }

    private Path socket() {
        return dir.resolve("live.sock");
    }

    @Override
    Live live() {
        return live;
    }

    @Test
    void what_is_there_comes_as_a_list_then_what_changes() throws Exception {
        for (int i = 0; i < 3000; i++) {
            behind.put("guest", "g" + i, Map.of("cpu", 0.5, "nics", Map.of("net0", (long) i)));
        }
        try (RemoteLive other = RemoteLive.connect(socket(), HERE, CLOCK)) {
            assertTrue(other.await(Duration.ofMinutes(1)));
            assertEquals(behind.entries("guest"), other.entries("guest"));
            behind.put("guest", "g7", Map.of("cpu", 0.75));
            behind.remove("guest", "g8");
            that(
                    "both are seen",
                    () -> cpu(other, "g7").equals(0.75)
                            && other.get("guest", "g8").isEmpty());
        }
    }

    private static Object cpu(Live live, String guest) {
        return live.get("guest", guest).orElseThrow().figures().get("cpu");
    }

    @Test
    void what_a_process_puts_or_removes_all_others_see() {
        try (RemoteLive other = RemoteLive.connect(socket(), HERE, CLOCK)) {
            live.put("storage", "pve1/local", Map.of("disk", 5L));
            that("it is seen", () -> other.get("storage", "pve1/local").isPresent());
            assertEquals(behind.get("storage", "pve1/local"), other.get("storage", "pve1/local"));
            live.remove("storage", "pve1/local");
            that("it is gone", () -> other.get("storage", "pve1/local").isEmpty());
            assertEquals(Optional.empty(), behind.get("storage", "pve1/local"));
        }
    }

    @Test
    void a_new_server_learns_what_its_clients_put_and_they_forget_what_it_does_not_know() throws Exception {
        behind.put("guest", "old", Map.of());
        that("it is seen", () -> live.get("guest", "old").isPresent());
        live.put("guest", "mine", Map.of("cpu", 1L));
        that("it arrived", () -> behind.get("guest", "mine").isPresent());
        server.close();
        behind = new LocalLive(HERE, CLOCK);
        server = LiveServer.listen(behind, socket(), LiveServer.Clients.own());
        that("it arrived again", () -> behind.get("guest", "mine").isPresent());
        that("the old one is gone", () -> live.get("guest", "old").isEmpty());
        assertTrue(live.get("guest", "mine").isPresent());
    }

    @Test
    void what_a_process_put_it_knows_better_than_a_server_that_heard_of_it_before_the_clock_was_set_back()
            throws Exception {
        MovedClock clock = new MovedClock(NOW);
        try (RemoteLive one = RemoteLive.connect(socket(), HERE, clock)) {
            one.put("guest", "mine", Map.of("cpu", 1L));
            one.put("guest", "left", Map.of("cpu", 1L));
            that("both arrived", () -> behind.entries("guest").size() == 2);
            server.close();
            clock.set(-5 * 3_600_000);
            one.put("guest", "mine", Map.of("cpu", 2L));
            one.remove("guest", "left");
            server = LiveServer.listen(behind, socket(), LiveServer.Clients.own());
            that("what it put last arrived", () -> cpu(behind, "mine").equals(2L));
            that("what it removed is gone", () -> behind.get("guest", "left").isEmpty());
            assertEquals(2L, cpu(one, "mine"));
            assertEquals(Optional.empty(), one.get("guest", "left"));
        }
    }

    @Test
    void who_may_only_look_is_not_heard() throws IOException {
        Path readers = dir.resolve("readers.sock");
        behind.put("guest", "1", Map.of("cpu", 0L));
        try (LiveServer toLook = LiveServer.listen(behind, readers, LiveServer.Clients.readers("nobody"));
                RemoteLive reader = RemoteLive.connect(readers, HERE, CLOCK)) {
            reader.put("guest", "1", Map.of("cpu", 1L));
            reader.put("guest", "2", Map.of());
            behind.put("guest", "3", Map.of());
            that("it goes on listening", () -> reader.get("guest", "3").isPresent());
            assertEquals(0L, cpu(behind, "1"));
            assertEquals(Optional.empty(), behind.get("guest", "2"));
        }
    }

    /** A server that is slow: what it says was made before it heard of the removal. */
    @Test
    @Timeout(60)
    void what_a_process_removed_does_not_come_back_from_what_was_on_its_way() throws Exception {
        Path slow = dir.resolve("slow.sock");
        Key left = new Key("guest", "left");
        Said old = new Said(left, Optional.of(new Live.Item("left", HERE, NOW - 1, Map.of("cpu", 1L))));
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(slow));
            try (RemoteLive one = RemoteLive.connect(slow, HERE, CLOCK);
                    LiveLine line = new LiveLine(listening.accept())) {
                one.put("guest", "left", Map.of("cpu", 1L));
                one.remove("guest", "left");
                line.greet();
                Said removal = line.receive().said().getFirst();
                assertEquals(new Said(left, Optional.empty()), removal);
                line.send(new Frame(Frame.Kind.LIST, List.of()));
                line.send(new Frame(Frame.Kind.MORE, List.of(old)));
                line.send(new Frame(Frame.Kind.COMPLETE, List.of()));
                line.send(new Frame(Frame.Kind.NEWS, List.of(old, said("first", 1))));
                that("all of it has come", () -> one.get("guest", "first").isPresent());
                assertEquals(Optional.empty(), one.get("guest", "left"));

                line.send(new Frame(Frame.Kind.NEWS, List.of(removal, said("left", 2), said("second", 1))));
                that("all of it has come", () -> one.get("guest", "second").isPresent());
                assertEquals(2L, cpu(one, "left"), "another process of this node may put it");

                one.put("guest", "left", Map.of("cpu", 3L));
                line.send(new Frame(Frame.Kind.NEWS, List.of(removal, said("third", 1))));
                that("all of it has come", () -> one.get("guest", "third").isPresent());
                assertEquals(3L, cpu(one, "left"), "it was put since");
            }
        }
    }

    private static Said said(String guest, long cpu) {
        return new Said(new Key("guest", guest), Optional.of(new Live.Item(guest, HERE, NOW, Map.of("cpu", cpu))));
    }

    @Test
    @Timeout(60)
    void a_server_says_of_each_removal_that_it_has_heard_it() throws Exception {
        behind.put("guest", "left", Map.of("cpu", 1L));
        try (LiveLine line = new LiveLine(SocketChannel.open(UnixDomainSocketAddress.of(socket())))) {
            line.greet();
            for (String guest : List.of("left", "never")) {
                Said removal = new Said(new Key("guest", guest), Optional.empty());
                line.send(new Frame(Frame.Kind.NEWS, List.of(removal)));
                while (!line.receive().said().contains(removal)) {
                    // What was there before comes first.
                }
            }
        }
    }

    @Test
    @Timeout(120)
    void no_client_is_left_that_came_while_the_server_was_closed() throws Exception {
        for (int i = 0; i < 50; i++) {
            Path closing = dir.resolve("closing-" + i);
            LiveServer one = LiveServer.listen(behind, closing, LiveServer.Clients.own());
            List<SocketChannel> clients = new ArrayList<>();
            for (int c = 0; c < 20; c++) {
                clients.add(SocketChannel.open(UnixDomainSocketAddress.of(closing)));
            }
            one.close();
            for (SocketChannel client : clients) {
                Connections.awaitEnd(client);
            }
        }
    }
}
