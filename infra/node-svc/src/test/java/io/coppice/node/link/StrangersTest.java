package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who opens hundreds of connections to the cluster port and says nothing, from addresses of loopback that no member has. */
@Timeout(240)
class StrangersTest {
    private static final int ADDRESSES = 25;
    private static final int OF_EACH = 20;
    private final List<LinkedNode> all = new ArrayList<>();
    private final List<SocketChannel> silent = new CopyOnWriteArrayList<>();
    private Path dir;
    private LinkedNode one;
    private LinkedNode two;

    @BeforeEach
    void two(@TempDir Path folder) throws Exception {
        dir = folder;
        one = node("pve1");
        two = node("pve2");
        LinkedNode.join(one, two);
    }

    private LinkedNode node(String name) throws Exception {
        LinkedNode node = new LinkedNode(name, Files.createDirectories(dir.resolve(name)));
        all.add(node);
        return node;
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel channel : silent) {
            channel.close();
        }
        all.reversed().forEach(LinkedNode::close);
    }

    private SocketChannel connect(String from) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(from, 0));
        channel.connect(new InetSocketAddress("127.0.0.1", one.port()));
        channel.configureBlocking(false);
        silent.add(channel);
        return channel;
    }

    private static boolean isOpen(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(64)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String from(int stranger) {
        return "127.0.9." + (1 + stranger % ADDRESSES);
    }

    private long open() {
        return silent.stream().filter(StrangersTest::isOpen).count();
    }

    @Test
    void strangers_hold_so_many_connections_and_no_more() throws Exception {
        Instant begun = Instant.now();
        for (int i = 0; i < ADDRESSES * OF_EACH; i++) {
            connect(from(i));
        }
        Eventually.that("there is room for some", () -> open() <= Handshakes.OF_STRANGERS);
        long held = open();
        // else it is time that closed them
        assertTrue(Duration.between(begun, Instant.now()).toSeconds() < 3, "this machine is too slow for this");
        assertEquals(Handshakes.OF_STRANGERS, held);
    }

    @Test
    void one_stranger_has_a_share_of_it() throws Exception {
        Instant begun = Instant.now();
        SocketChannel other = connect(from(2));
        List<SocketChannel> own = new ArrayList<>();
        for (int i = 0; i < Handshakes.OF_STRANGERS; i++) {
            own.add(connect(from(1)));
        }
        Eventually.that(
                "it has its share",
                () -> own.stream().filter(StrangersTest::isOpen).count() <= Handshakes.OF_A_STRANGER);
        assertTrue(isOpen(other), "another one's is its own");
        assertTrue(own.subList(own.size() - Handshakes.OF_A_STRANGER, own.size()).stream()
                .allMatch(StrangersTest::isOpen));
        assertTrue(Duration.between(begun, Instant.now()).toSeconds() < 3, "this machine is too slow for this");
    }

    /** New connections all the time, so that all that strangers may hold is held. */
    private Thread crowd(AtomicBoolean enough) {
        return Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < 20_000 && !enough.get(); i++) {
                    connect(from(i));
                    while (silent.size() > 2 * Handshakes.OF_STRANGERS) {
                        silent.removeFirst().close();
                    }
                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void meanwhile_members_come_and_work() throws Exception {
        Instant since = two.links.reach(one.name).orElseThrow().since();
        AtomicBoolean enough = new AtomicBoolean();
        Thread crowd = crowd(enough);
        try {
            Eventually.that("strangers fill their room", () -> open() >= Handshakes.OF_STRANGERS);
            LinkedNode three = node("pve3");
            LinkedNode.join(one, two, three);
            Eventually.that("one more comes", () -> three.reaches(one) && one.reaches(three));
            for (int i = 0; i < 200; i++) {
                String answer = new String(
                        three.to(one)
                                .sendAndWait(
                                        LinkedNode.SAY,
                                        new Dispatcher.Call(
                                                LinkedNode.SAY.toString(),
                                                Map.of("text", "hello " + i),
                                                new Credential.Ticket("t-1"),
                                                "192.0.2.9",
                                                null))
                                .json(),
                        StandardCharsets.UTF_8);
                assertTrue(answer.contains("hello " + i), answer);
            }
            assertTrue(crowd.isAlive(), "they press on");
            assertEquals(since, two.links.reach(one.name).orElseThrow().since(), "no beat was missed");
        } finally {
            enough.set(true);
            crowd.join();
        }
    }
}
