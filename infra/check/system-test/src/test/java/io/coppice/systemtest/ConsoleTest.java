package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest's screen and its serial port, through the gateway, as a browser reaches them. */
class ConsoleTest {
    private static final int VMID = 130;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static RunningNode node;
    private static ApiClient api;
    private static String guest;
    private static String authorization;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        assumeTrue(Programs.has("xorriso"), "there is no xorriso");
        node = RunningNode.withoutKafka(folder.resolve("data"));
        api = node.admin();
        authorization = "PVEAPIToken=admin@pve!screen="
                + api.post("/access/users/admin@pve/token/screen", Map.of("privsep", 0))
                        .data()
                        .path("value")
                        .asText();
        String nodePath = "/nodes/" + node.name();
        guest = nodePath + "/qemu/" + VMID;
        Path iso = BootSector.iso(folder);
        assertEquals("OK", api.task(api.upload(nodePath + "/storage/local/upload", Map.of("content", "iso"), iso)));
        Map<String, Object> options = Map.of(
                "vmid",
                VMID,
                "memory",
                32,
                "serial0",
                "socket",
                "ide2",
                "local:iso/" + iso.getFileName() + ",media=cdrom");
        assertEquals("OK", api.task(api.post(nodePath + "/qemu", options)));
        assertEquals("OK", api.task(api.post(guest + "/status/start", Map.of())));
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            api.task(api.post(guest + "/status/stop", Map.of()));
            api.task(api.delete(guest));
            node.close();
        }
    }

    /** What came, all of it. */
    private static final class Heard implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            synchronized (text) {
                text.append(StandardCharsets.ISO_8859_1.decode(data));
                text.notifyAll();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        void await(String wanted) throws InterruptedException {
            long until = System.nanoTime() + PATIENCE.toNanos();
            synchronized (text) {
                while (text.indexOf(wanted) < 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                    assertTrue(left > 0, () -> "'" + wanted + "' did not come: " + text);
                    text.wait(left);
                }
            }
        }
    }

    private static WebSocket open(JsonNode proxy, String ticket, Heard heard, String origin) {
        URI address = URI.create("wss://127.0.0.1:" + node.port() + "/api2/json" + guest + "/vncwebsocket?port="
                + proxy.path("port").asText() + "&vncticket=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8));
        WebSocket.Builder builder = HttpClient.newBuilder()
                .sslContext(TrustsAll.context())
                .build()
                .newWebSocketBuilder()
                .subprotocols("binary")
                .header("Authorization", authorization);
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        return builder.buildAsync(address, heard).join();
    }

    private static JsonNode proxy(String kind) throws Exception {
        ApiClient token = new ApiClient(node.port()).token(authorization.substring("PVEAPIToken=".length()));
        ApiClient.Reply reply = token.post(guest + "/" + kind, Map.of());
        assertEquals(200, reply.status(), reply::message);
        return reply.data();
    }

    private static String ticket(JsonNode proxy) {
        return proxy.path("ticket").asText();
    }

    private static String state(JsonNode proxy) throws Exception {
        return api.get("/nodes/" + node.name() + "/tasks/" + proxy.path("upid").asText() + "/status")
                .data()
                .path("status")
                .asText();
    }

    @Test
    void a_terminal_shows_what_the_guest_says_and_is_a_task_while_it_is_open() throws Exception {
        JsonNode proxy = proxy("termproxy");
        Heard heard = new Heard();
        WebSocket socket = open(proxy, ticket(proxy), heard, "");
        socket.sendText(proxy.path("user").asText() + ":" + ticket(proxy) + "\n", true)
                .join();
        heard.await("OK");
        socket.sendText("1:80:24:", true).join();
        assertEquals("running", state(proxy));
        assertEquals("OK", api.task(api.post(guest + "/status/reset", Map.of())));
        heard.await(BootSector.GREETING.strip());
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        Await.until("the console's task has ended", PATIENCE, () -> state(proxy).equals("stopped"));
    }

    @Test
    void a_screen_speaks_vnc_and_ends_when_its_task_is_stopped() throws Exception {
        JsonNode proxy = proxy("vncproxy");
        Heard heard = new Heard();
        open(proxy, ticket(proxy), heard, "https://127.0.0.1:" + node.port());
        heard.await("RFB 003.008\n");
        api.delete("/nodes/" + node.name() + "/tasks/" + proxy.path("upid").asText());
        heard.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void a_ticket_opens_one_console_once_and_no_other_sites_page_does() throws Exception {
        JsonNode proxy = proxy("vncproxy");
        assertThrows(CompletionException.class, () -> open(proxy, ticket(proxy) + "x", new Heard(), ""));
        assertThrows(
                CompletionException.class, () -> open(proxy, ticket(proxy), new Heard(), "https://elsewhere.example"));
        WebSocket socket = open(proxy, ticket(proxy), new Heard(), "");
        assertThrows(CompletionException.class, () -> open(proxy, ticket(proxy), new Heard(), ""));
        socket.abort();
    }

    @Test
    void a_wrong_first_line_ends_a_terminal() throws Exception {
        JsonNode proxy = proxy("termproxy");
        Heard heard = new Heard();
        open(proxy, ticket(proxy), heard, "")
                .sendText("root@pam:nonsense\n", true)
                .join();
        assertEquals(1002, heard.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
