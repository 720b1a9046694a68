package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not read hold up nobody and cost next to nothing; when they read, they get everything. */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes minutes: -Dcoppice.proofs=true")
class SlowReaderTest {
    private static final int READERS = 60;
    private static final int EVENTS = 20_000;

    /** What one may cost: its connection, and a queue of 16 KiB that holds a burst more. */
    private static final long COST = 256 * 1024;

    @TempDir
    Path folder;

    @Test
    void a_reader_that_does_not_read_is_parked_on_its_cursor() throws Exception {
        try (InProcessNode node = new InProcessNode(folder, Duration.ofMinutes(10))) {
            String head = "GET /api2/json/coppice/events?type=guest.* HTTP/1.1\r\nHost: localhost\r\n"
                    + "Accept: text/event-stream\r\nCookie: PVEAuthCookie="
                    + node.ticket("admin@pve", Duration.ZERO) + "\r\n\r\n";
            // the newest events are kept in memory once, whoever reads: they are there before anything is measured
            tellOneThatReads(node, 0, 100_000);
            List<SSLSocket> slow = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                SSLSocket socket = connected(node.port());
                socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                slow.add(socket);
            }
            Await.until("all are open", Duration.ofSeconds(60), () -> node.streams() == READERS);
            long before = used();
            tellOneThatReads(node, READERS, 200_000);
            long grown = used() - before;
            System.out.println(READERS + " readers that do not read, " + EVENTS + " events of some 600 bytes each: "
                    + grown / 1024 + " KiB more");
            assertTrue(grown < READERS * COST, () -> grown + " bytes more");
            assertEquals(READERS, node.streams());
            assertEquals(subjects(200_000), read(slow.getFirst()));
            for (SSLSocket socket : slow) {
                socket.close();
            }
        }
    }

    /** What this reader holds is gone when it returns. */
    private static void tellOneThatReads(InProcessNode node, int others, int first) throws Exception {
        String cookie = "PVEAuthCookie=" + node.ticket("admin@pve", Duration.ZERO);
        try (EventStream quick = EventStream.open(node.port(), "?type=guest.*", "Cookie", cookie)) {
            IntStream.range(0, EVENTS).forEach(i -> node.events.started(first + i));
            quick.await("who reads has everything", s -> s.subjects().size() == EVENTS);
        }
        Await.until("it is gone", Duration.ofSeconds(30), () -> node.streams() == others);
    }

    private static List<String> subjects(int first) {
        return IntStream.range(0, EVENTS).mapToObj(i -> "guest/" + (first + i)).toList();
    }

    /** With a small window, so that the kernel does not hold much for it either. */
    private static SSLSocket connected(int port) throws Exception {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(8 * 1024);
        plain.connect(new InetSocketAddress("127.0.0.1", port));
        SSLSocket socket =
                (SSLSocket) TrustsAll.context().getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        socket.startHandshake();
        return socket;
    }

    private static List<String> read(SSLSocket socket) throws Exception {
        socket.setSoTimeout(60_000);
        List<String> subjects = new ArrayList<>();
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        while (subjects.size() < EVENTS) {
            String line = in.readLine();
            int at = line.indexOf("\"subject\":\"");
            if (at > 0) {
                subjects.add(line.substring(at + 11, line.indexOf('"', at + 11)));
            }
        }
        return subjects;
    }

    /** In the heap after it was swept, and outside it. */
    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
