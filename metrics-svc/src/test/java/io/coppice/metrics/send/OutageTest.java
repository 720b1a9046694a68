package io.coppice.metrics.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.metrics.ServerKind;
import io.coppice.metrics.Seen;
import io.coppice.metrics.Turned;
import io.coppice.metrics.figure.Observation;
import io.coppice.metrics.server.Definition;
import io.coppice.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten minutes of two thousand guests' figures for a server that is away, on a clock that the test turns. */
class OutageTest {
    private static final int GUESTS = 2_000;
    private static final int ROUNDS = 60;
    private static final long ROOM = Pushing.Limits.USUAL.waiting();

    private final Turned clock = new Turned("2026-03-02T00:00:00Z");
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final ConcurrentSkipListSet<Long> times = new ConcurrentSkipListSet<>();

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

    private List<Observation> guests() {
        return IntStream.range(0, GUESTS)
                .mapToObj(i -> seenNow(Seen.vm(100 + i, "guest" + i)))
                .toList();
    }

    private Observation seenNow(Observation o) {
        return new Observation(
                o.kind(),
                o.id(),
                o.name(),
                o.node(),
                o.since(),
                clock.millis(),
                o.properties(),
                o.figures(),
                o.details());
    }

    @Test
    void memory_is_bounded_nothing_stalls_what_is_lost_is_counted_and_it_goes_on() throws Exception {
        int port = freePort();
        Definition server = new Definition(
                "away",
                ServerKind.GRAPHITE,
                Map.of("server", "127.0.0.1", "port", Integer.toString(port), "proto", "tcp"),
                Optional.empty());
        Pushing.Limits limits = new Pushing.Limits(ROOM, Duration.ofMillis(20));
        long lines = 0;
        long begin = clock.seconds();
        try (Pushing pushing = new Pushing(() -> List.of(server), this::guests, new Sinks(), losses, limits)) {
            for (int i = 0; i < ROUNDS; i++) {
                long begun = System.nanoTime();
                pushing.push();
                assertTrue(System.nanoTime() - begun < Duration.ofSeconds(5).toNanos(), "a round waits for nobody");
                assertTrue(pushing.waiting("away").orElse(0L) <= ROOM, "bounded");
                lines += linesOfARound();
                clock.turn(Duration.ofSeconds(10));
            }
            assertEquals(0, sent.get());
            assertTrue(lost.get() > lines / 2, () -> "more came than has room: " + lost.get());
            long newest = clock.seconds();
            try (ServerSocket socket = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
                serve(socket);
                pushing.push();
                long all = lines + linesOfARound();
                Eventually.that("each line was sent or counted as lost", () -> sent.get() + lost.get() == all);
                Eventually.that("what was sent came", () -> received.get() >= sent.get());
            }
            assertEquals(newest, times.last());
            assertTrue(times.first() > begin, "the oldest made room");
            assertTrue(times.contains(newest - 10), "what was made last while it was away has come");
        }
    }

    private long linesOfARound() {
        return (long) GUESTS
                * new GraphitePaths("proxmox").lines(Seen.vm(100, "a")).size();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void serve(ServerSocket socket) {
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (Socket one = socket.accept();
                        BufferedReader in = new BufferedReader(
                                new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8))) {
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        times.add(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
                        received.incrementAndGet();
                    }
                } catch (IOException e) {
                    return;
                }
            }
        });
    }
}
