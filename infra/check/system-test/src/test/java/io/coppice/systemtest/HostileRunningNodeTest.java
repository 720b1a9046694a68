package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link HostileInputTest} sends, to the real gateway's process: what it has in memory and open is looked at from
 * outside. {@code -Dcoppice.hostile.connections=N} holds another number of idle connections than ten thousand.
 */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes minutes: -Dcoppice.proofs=true")
class HostileRunningNodeTest {
    private static final int CONNECTIONS = Integer.getInteger("coppice.hostile.connections", 10_000);
    private static final int FLOODS = Boolean.getBoolean("coppice.hostile.thorough") ? 20 : 3;

    /** How much a process may gain that has been through the same before: pages that malloc keeps, and compiled code. */
    private static final long SLACK = 48L << 20;

    @TempDir
    static Path folder;

    private static RunningNode node;
    private static String auth;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        node = RunningNode.asShipped(folder.resolve("data"));
        auth = node.admin().headerLines();
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void ten_thousand_idle_connections_keep_nobody_out_and_leave_nothing() throws Exception {
        long gateway = node.pid("gateway");
        int open = Host.openFiles(gateway);
        long unused = Host.residentBytes(gateway);
        long[] rounds = new long[3];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = held(gateway);
            Await.until("they are closed", Duration.ofSeconds(60), () -> Host.openFiles(gateway) < open + 50);
        }
        long after = Host.residentBytes(gateway);
        System.out.println("the gateway's memory: " + mib(unused) + ", with " + CONNECTIONS + " idle connections "
                + mib(rounds[0]) + ", with as many again " + mib(rounds[1]) + ", and again " + mib(rounds[2])
                + ", afterwards " + mib(after));
        // in the first two rounds its heap grows to the bound that it was started with
        assertTrue(rounds[2] < rounds[1] + SLACK, () -> mib(rounds[1]) + ", then " + mib(rounds[2]));
    }

    /** Holds them, looks whether others are served beside them, and answers what the gateway has in memory then. */
    private static long held(long gateway) throws Exception {
        List<Socket> held = new ArrayList<>();
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Semaphore atOnce = new Semaphore(200);
            List<Future<Socket>> opening = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                opening.add(threads.submit(() -> {
                    atOnce.acquire();
                    try {
                        return idle(node.port());
                    } finally {
                        atOnce.release();
                    }
                }));
            }
            for (Future<Socket> one : opening) {
                held.add(one.get());
            }
            long opened = millisSince(begun);
            int files = Host.openFiles(gateway);
            assertTrue(files > CONNECTIONS, () -> "the gateway has " + files + " open");
            long start = System.nanoTime();
            try (Wire wire = new Wire(node.port())) {
                for (int i = 0; i < 100; i++) {
                    assertEquals(
                            200,
                            wire.ask("GET /api2/json/cluster/resources", auth).status());
                }
            }
            long took = millisSince(start);
            System.out.println(CONNECTIONS + " connections were opened in " + opened
                    + " ms; beside them 100 requests took " + took + " ms");
            assertTrue(took < 20_000, () -> took + " ms");
            return Host.residentBytes(gateway);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    private static Socket idle(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        SSLSocket tls =
                (SSLSocket) TrustsAll.context().getSocketFactory().createSocket(socket, "127.0.0.1", port, false);
        tls.startHandshake();
        return socket;
    }

    @Test
    void memory_threads_and_files_do_not_grow_with_what_is_refused() throws Exception {
        List<Long> processes = List.of(node.pid("gateway"), node.pid("node"));
        flood();
        List<String> before = new ArrayList<>();
        List<Long> memory = new ArrayList<>();
        for (long pid : processes) {
            memory.add(Host.residentBytes(pid));
            before.add(told(pid));
        }
        for (int i = 0; i < FLOODS; i++) {
            flood();
        }
        for (int i = 0; i < processes.size(); i++) {
            long pid = processes.get(i);
            System.out.println(before.get(i) + ", then " + told(pid));
            long grown = Host.residentBytes(pid) - memory.get(i);
            assertTrue(grown < SLACK, () -> "process " + pid + " grew by " + mib(grown));
            Await.until("its files are closed", Duration.ofSeconds(100), () -> Host.openFiles(pid) < 400);
            assertTrue(Integer.parseInt(Host.status(pid, "Threads")) < 200, () -> "too many threads in " + pid);
        }
        assertEquals(200, node.admin().get("/access/users").status());
    }

    private static String told(long pid) throws IOException {
        return "process " + pid + ": " + mib(Host.residentBytes(pid)) + ", " + Host.status(pid, "Threads")
                + " threads, " + Host.openFiles(pid) + " files";
    }

    private static void flood() throws Exception {
        String here = "/nodes/" + node.name() + "/";
        for (byte[] request : HostileRequests.with(auth).values()) {
            byte[] mine = new String(request, StandardCharsets.ISO_8859_1)
                    .replace("/nodes/pve1/", here)
                    .getBytes(StandardCharsets.ISO_8859_1);
            try (Wire wire = new Wire(node.port())) {
                wire.send(mine);
                wire.cut();
            } catch (IOException closed) {
                // refused before all was sent
            }
        }
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
