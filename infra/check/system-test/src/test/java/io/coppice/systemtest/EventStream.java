package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A plain reader of server-sent events, as the HTML standard describes one. */
final class EventStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param name empty for an event of the platform's own */
    record Message(String id, String name, JsonNode data) {
        String subject() {
            return data.path("subject").asText();
        }
    }

    private final HttpClient http;
    private final HttpResponse<InputStream> answer;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile String lastId = "";
    private volatile boolean over;

    private EventStream(HttpClient http, HttpResponse<InputStream> answer) {
        this.http = http;
        this.answer = answer;
        Thread.ofVirtual().start(this::read);
    }

    /** @param headers names and values in turn */
    static EventStream open(int port, String query, String... headers) throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(TrustsAll.context())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + port + "/api2/json/coppice/events" + query))
                .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new EventStream(http, http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String name = "";
            String data = "";
            String line = in.readLine();
            while (line != null) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        messages.add(new Message(lastId, name, JSON.readTree(data)));
                    }
                    name = "";
                    data = "";
                }
                line = in.readLine();
            }
        } catch (IOException e) {
            // the stream broke off
        } finally {
            over = true;
        }
    }

    int status() {
        return answer.statusCode();
    }

    List<Message> messages() {
        return messages;
    }

    List<Message> named(String name) {
        return messages.stream().filter(m -> m.name().equals(name)).toList();
    }

    List<String> subjects() {
        return named("").stream().map(Message::subject).toList();
    }

    String lastId() {
        return lastId;
    }

    boolean isOver() {
        return over;
    }

    EventStream await(String what, Predicate<EventStream> holds) throws Exception {
        try {
            Await.until(what, Duration.ofSeconds(60), () -> holds.test(this));
        } catch (AssertionError e) {
            throw new AssertionError(
                    what + "; there are " + messages.size() + ", the last ones "
                            + messages.subList(Math.max(0, messages.size() - 3), messages.size()),
                    e);
        }
        return this;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
