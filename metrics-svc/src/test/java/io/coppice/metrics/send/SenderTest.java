package io.coppice.metrics.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server on a real socket that is there, away, or never reads. */
class SenderTest {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final Losses losses = new Losses() {
        @Override
        public void sent(String server, long lines) {
            sent.addAndGet(lines);
        }

        @Override
        public void lost(String server, long lines) {
            lost.addAndGet(lines);
        }
    };

    @AfterEach
    void end() {
        later.shutdownNow();
    }

    private static List<String> round(int number) {
        return IntStream.range(0, 10)
                .mapToObj(i -> "proxmox.qemu." + i + ".cpu 1 " + number + "\n")
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Sender sender(int port, long mostWaiting) {
        return new Sender(
                "one", new TcpSink("127.0.0.1", port, Duration.ofSeconds(1), later), losses, mostWaiting, PAUSE);
    }

    private Thread serve(ServerSocket socket) {
        return Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (Socket one = socket.accept();
                        BufferedReader lines = new BufferedReader(
                                new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8))) {
                    lines.lines().forEach(received::add);
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @Test
    void what_a_server_missed_comes_when_it_is_back_as_far_as_there_was_room_and_the_rest_is_counted()
            throws Exception {
        int port = freePort();
        try (Sender sender = sender(port, 2000)) {
            for (int i = 0; i < 60; i++) {
                sender.offer(round(i));
                assertTrue(sender.waitingBytes() <= 2000, "bounded");
            }
            assertTrue(lost.get() > 0);
            assertEquals(0, sent.get());
            try (ServerSocket socket = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
                serve(socket);
                Eventually.that("all lines are accounted for", () -> sent.get() + lost.get() == 600);
                assertEquals(sent.get(), received.size());
                assertTrue(received.contains("proxmox.qemu.9.cpu 1 59"), "the newest");
            }
        }
    }

    @Test
    void a_server_that_never_reads_holds_up_nobody() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Sender sender = sender(deaf.getLocalPort(), 1 << 20)) {
            String long1 = "x".repeat(1000) + "\n";
            long begin = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                sender.offer(Collections.nCopies(100, long1));
            }
            assertTrue(System.nanoTime() - begin < 2_000_000_000L, "offering waits for nobody");
            assertTrue(sender.waitingBytes() <= 1 << 20);
            assertTrue(lost.get() >= 8_000, "ten megabytes came, one has room: " + lost.get());
        }
    }

    @Test
    void a_server_that_is_forgotten_leaves_no_thread_and_what_waited_is_counted() throws Exception {
        Sender sender = sender(freePort(), 1 << 20);
        sender.offer(round(1));
        sender.close();
        Eventually.that("what waited is counted", () -> lost.get() == 10);
    }
}
