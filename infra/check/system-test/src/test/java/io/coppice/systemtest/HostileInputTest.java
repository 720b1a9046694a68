package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no honest client sends is answered with an error or a closed connection, soon, without a word of the inside; and
 * afterwards everything is as it was. {@code -Dcoppice.hostile.thorough=true} takes the long forms.
 */
class HostileInputTest {
    private static final boolean THOROUGH = Boolean.getBoolean("coppice.hostile.thorough");
    private static final Duration IDLE = Duration.ofSeconds(3);

    /** Odd, and yet what the rules of HTTP allow. */
    private static final Set<String> HARMLESS = Set.of(
            "a query of 30 kB",
            "a folded header",
            "a star",
            "an upgrade",
            // the last part of such a name is taken, as the original does
            "upload: a file '../../x.iso'",
            "upload: a file '/etc/x.iso'",
            "upload: a file 'a\u0000.iso'");

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static String auth;

    @BeforeAll
    static void start() throws Exception {
        node = new InProcessNode(folder, IDLE);
        auth = "Cookie: PVEAuthCookie=" + node.ticket("root@pam", Duration.ZERO) + "\r\nCSRFPreventionToken: "
                + node.csrf("root@pam") + "\r\n";
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static void assertWell() throws Exception {
        try (Wire wire = node.wire()) {
            assertEquals(200, wire.ask("GET /api2/json/access/users", auth).status());
        }
    }

    /** Everything that comes back until the other side ends the connection, which it has to do. */
    private static String answers(byte[] request) throws Exception {
        try (Wire wire = node.wire()) {
            try {
                wire.send(request);
            } catch (IOException closed) {
                // it had enough before it had read all
            }
            return wire.rest();
        }
    }

    @Test
    void what_is_malformed_is_refused_and_the_connection_ends() throws Exception {
        String before = node.picture();
        List<Future<Optional<String>>> asked = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            HostileRequests.with(auth)
                    .forEach((name, request) -> asked.add(all.submit(() -> complaint(name, request))));
        }
        for (Future<Optional<String>> one : asked) {
            one.get().ifPresent(wrong::add);
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
        assertEquals(before, node.picture());
        Await.until("an empty spool", Duration.ofSeconds(20), () -> node.spooled() == 0);
        try (Stream<Path> files = Files.list(folder.resolve("storage/template/iso"))) {
            files.forEach(f -> assertTrue(f.getFileName().toString().matches("[A-Za-z0-9._-]+"), f::toString));
        }
        assertWell();
    }

    private static Optional<String> complaint(String name, byte[] request) throws Exception {
        try {
            String answers = answers(request);
            List<String> status =
                    answers.lines().filter(l -> l.startsWith("HTTP/1.")).toList();
            boolean refused = status.stream().allMatch(s -> s.matches("HTTP/1\\.[01] (4|5)\\d\\d .*"));
            if (answers.contains("smuggled")) {
                return Optional.of(name + " smuggled a request: " + status);
            }
            if (FuzzRequest.UNSPEAKABLE.matcher(answers).find()) {
                return Optional.of(name + " -> " + answers);
            }
            return refused || HARMLESS.contains(name) ? Optional.empty() : Optional.of(name + " -> " + status);
        } catch (SocketTimeoutException e) {
            return Optional.of(name + " was not answered");
        }
    }

    @Test
    void a_request_that_comes_slowly_ends_and_holds_up_nobody() throws Exception {
        String[] slow = {
            "G",
            "GET /api2/json/version HTTP/1.1\r\nHo",
            "POST /api2/json/access/ticket HTTP/1.1\r\nContent-Length: 100\r\n\r\nuser",
            "POST /api2/json/access/ticket HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            "POST /api2/json/nodes/pve1/storage/local/upload HTTP/1.1\r\n" + auth
                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\nContent-Dispo",
        };
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            for (String s : slow) {
                wires.add(node.wire().send(s));
            }
        }
        assertWell();
        for (Wire wire : wires) {
            assertTrue(wire.ends());
            wire.close();
        }
        assertWell();
    }

    @Test
    void a_head_that_drips_is_not_kept_alive_by_its_drops() throws Exception {
        try (Wire wire = node.wire()) {
            long start = System.nanoTime();
            wire.send("GET /api2/json/version HTTP/1.1\r\n");
            Await.until("its end", Duration.ofSeconds(30), () -> {
                try {
                    wire.send("a: b\r\n");
                    return wire.endsWithin(Duration.ofMillis(200));
                } catch (IOException e) {
                    return true;
                }
            });
            assertTrue(System.nanoTime() - start >= IDLE.toNanos());
        }
    }

    @Test
    void what_is_no_tls_is_closed() throws Exception {
        for (String plain : List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u00ff\u00ff", "SSH-2.0-x\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", node.port())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(plain.getBytes(StandardCharsets.ISO_8859_1));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertFalse(answer.contains("HTTP/1.1 2"), answer);
            } catch (SocketException reset) {
                // closed as well
            }
        }
        assertWell();
    }

    @Test
    void an_upload_cut_off_at_any_byte_leaves_nothing() throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\niso\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"filename\"; filename=\"cut.iso\"\r\n\r\n" + "x".repeat(3_000)
                + "\r\n--b--\r\n";
        byte[] all = ("POST /api2/json/nodes/pve1/storage/local/upload HTTP/1.1\r\nHost: x\r\n" + auth
                        + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 1; cut < all.length; cut += THOROUGH ? 1 : 29) {
            try (Wire wire = node.wire()) {
                wire.send(Arrays.copyOf(all, cut));
                wire.cut();
            }
        }
        Await.until("an empty spool", Duration.ofSeconds(30), () -> node.spooled() == 0);
        try (Stream<Path> files = Files.walk(folder.resolve("storage"))) {
            assertEquals(
                    List.of(),
                    files.filter(f -> f.toString().contains("cut.iso")).toList());
        }
        assertWell();
    }

    @Test
    void no_bit_of_a_ticket_or_csrf_token_can_be_another() throws Exception {
        String ticket = node.ticket("root@pam", Duration.ZERO);
        String csrf = node.csrf("root@pam");
        try (Wire wire = node.wire()) {
            for (int at = 0; at < ticket.length() * 7; at += THOROUGH ? 1 : 3) {
                String line = "Cookie: PVEAuthCookie=" + flipped(ticket, at) + "\r\n";
                assertEquals(401, wire.ask("GET /api2/json/version", line).status(), () -> "ticket with " + line);
            }
            for (int at = 0; at < csrf.length() * 7; at += THOROUGH ? 1 : 3) {
                String line =
                        "Cookie: PVEAuthCookie=" + ticket + "\r\nCSRFPreventionToken: " + flipped(csrf, at) + "\r\n";
                assertEquals(
                        401,
                        wire.ask("DELETE /api2/json/access/users/x@pve", line).status(),
                        () -> "token with " + line);
            }
            for (int at = ticket.length() * 7 - 49; at < ticket.length() * 7; at++) {
                String line = "Cookie: PVEAuthCookie=" + flipped(ticket, at) + "\r\n";
                assertEquals(401, wire.ask("GET /api2/json/version", line).status(), () -> "ticket with " + line);
            }
        }
    }

    @Test
    void idle_connections_by_the_thousand_keep_nobody_out(@TempDir Path other) throws Exception {
        int many = THOROUGH ? 9_000 : 1_500;
        try (InProcessNode mine = new InProcessNode(other, Duration.ofSeconds(120))) {
            List<Socket> held = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                held.add(idle(mine.port()));
            }
            long start = System.nanoTime();
            try (Wire wire = mine.wire()) {
                String cookie = "Cookie: PVEAuthCookie=" + mine.ticket("root@pam", Duration.ZERO) + "\r\n";
                for (int i = 0; i < 100; i++) {
                    assertEquals(200, wire.ask("GET /api2/json/version", cookie).status());
                }
            }
            long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
            System.out.println("beside " + many + " idle connections 100 requests took " + took + " ms");
            assertTrue(took < 20_000, () -> took + " ms");
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /** Through the handshake, and then nothing but the socket is kept: a client's half would cost more than the server's. */
    private static Socket idle(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        SSLSocket tls =
                (SSLSocket) TrustsAll.context().getSocketFactory().createSocket(socket, "127.0.0.1", port, false);
        tls.startHandshake();
        return socket;
    }

    /** What could not be sent in a header is replaced by a letter that is not there. */
    private static String flipped(String text, int bit) {
        char was = text.charAt(bit / 7);
        char now = (char) (was ^ 1 << bit % 7);
        boolean sendable = now > ' ' && now < 0x7f && now != ';';
        return text.substring(0, bit / 7) + (sendable ? now : was == '#' ? '$' : '#') + text.substring(bit / 7 + 1);
    }

    @Test
    void memory_does_not_grow_with_what_is_refused() throws Exception {
        Map<String, byte[]> requests = HostileRequests.with(auth);
        flood(requests);
        long before = usedBytes();
        for (int i = 0; i < (THOROUGH ? 20 : 2); i++) {
            flood(requests);
        }
        long after = usedBytes();
        System.out.println("heap after hostile requests: " + before / 1024 + " KiB, then " + after / 1024 + " KiB");
        assertTrue(after - before < 8 * 1024 * 1024, () -> "grew from " + before + " to " + after);
        assertWell();
    }

    private static void flood(Map<String, byte[]> requests) throws Exception {
        for (byte[] request : requests.values()) {
            try (Wire wire = node.wire()) {
                wire.send(request);
                wire.cut();
            } catch (IOException closed) {
                // refused before all was sent
            }
        }
    }

    private static long usedBytes() throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Await.aMoment();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
