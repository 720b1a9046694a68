package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same events over a WebSocket. */
class EventSocketTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private InProcessNode node;
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    @BeforeEach
    void up() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(3));
    }

    @AfterEach
    void down() throws Exception {
        node.close();
    }

    private WebSocket open(String query, String user, String origin) {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(TrustsAll.context())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        WebSocket.Builder builder =
                http.newWebSocketBuilder().header("Cookie", "PVEAuthCookie=" + node.ticket(user, Duration.ZERO));
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        URI uri = URI.create("wss://127.0.0.1:" + node.port() + "/api2/json/coppice/events" + query);
        return builder.buildAsync(uri, new Listener()).join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    messages.add(JSON.readTree(text.toString()));
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(text.toString(), e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed = true;
            return null;
        }
    }

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_message_is_an_event_with_its_cursor_and_it_lives_longer_than_an_idle_connection() throws Exception {
        WebSocket socket = open("?type=guest.*", "admin@pve", "https://127.0.0.1:" + node.port());
        long later = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        Await.until("an idle connection would be closed", SOON, () -> System.nanoTime() > later);
        node.events.started(100);
        node.events.started(101);
        Await.until("both are told", SOON, () -> events().size() == 2);
        assertEquals(
                "guest/100", events().getFirst().path("event").path("subject").asText());
        String cursor = events().getFirst().path("cursor").asText();
        messages.clear();
        open("?type=guest.*&since=" + cursor, "admin@pve", "");
        Await.until("the other is told again", SOON, () -> events().size() == 1);
        assertEquals(
                "guest/101", events().getFirst().path("event").path("subject").asText());
        Await.until("a sign of life", SOON, () -> messages.stream().anyMatch(m -> m.size() == 1 && m.has("cursor")));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        Await.until("it is gone", SOON, () -> node.streams() == 1);
    }

    private List<JsonNode> events() {
        return messages.stream().filter(m -> m.has("event")).toList();
    }

    @Test
    void an_old_ticket_ends_it_with_a_reason() throws Exception {
        open("?snapshot=1&object=guest/*", "admin@pve", "");
        Await.until("the snapshot is whole", SOON, () -> messages.stream().anyMatch(m -> m.has("ready")));
        node.turnClock(Duration.ofMinutes(121));
        Await.until("it is ended", SOON, () -> closed);
        assertTrue(messages.getLast().path("end").asText().contains("invalid PVE ticket"));
        Await.until("it is gone", SOON, () -> node.streams() == 0);
    }

    @Test
    void another_sites_page_and_a_bad_cursor_are_refused_before_the_upgrade() {
        assertEquals(403, refused("", "https://elsewhere.example"));
        assertEquals(400, refused("?since=nowhere", ""));
        assertEquals(0, node.streams());
    }

    private int refused(String query, String origin) {
        CompletionException e = assertThrows(CompletionException.class, () -> open(query, "admin@pve", origin));
        return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
}
