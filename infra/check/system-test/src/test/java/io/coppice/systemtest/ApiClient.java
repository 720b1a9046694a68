package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plain client of the API: what any program would send. */
final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http;
    private final String base;
    private final List<String> headers = new ArrayList<>();

    /** What came back. */
    record Reply(int status, JsonNode body) {
        JsonNode data() {
            return body.path("data");
        }

        String message() {
            return body.path("message").asText().strip();
        }
    }

    ApiClient(int port) {
        this.base = "https://127.0.0.1:" + port + "/api2/json";
        this.http = HttpClient.newBuilder()
                .sslContext(TrustsAll.context())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    ApiClient login(String user, String password) throws Exception {
        Reply reply = post("/access/ticket", Map.of("username", user, "password", password));
        if (reply.status() != 200) {
            throw new IOException("login of " + user + " answered " + reply.status());
        }
        headers.clear();
        headers.addAll(List.of(
                "Cookie",
                "PVEAuthCookie=" + reply.data().path("ticket").asText(),
                "CSRFPreventionToken",
                reply.data().path("CSRFPreventionToken").asText()));
        return this;
    }

    /** Who it says it is, as lines of a request. */
    String headerLines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < headers.size(); i += 2) {
            lines.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        return lines.toString();
    }

    ApiClient token(String token) {
        headers.clear();
        headers.addAll(List.of("Authorization", "PVEAPIToken=" + token));
        return this;
    }

    Reply get(String path) throws Exception {
        return send(request(path).GET());
    }

    /** What is answered as it is. */
    HttpResponse<String> document(String path, String knownTag) throws Exception {
        HttpRequest.Builder request = request(path).GET();
        if (!knownTag.isEmpty()) {
            request.header("If-None-Match", knownTag);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    Reply post(String path, Map<String, ?> form) throws Exception {
        return send(form(request(path), "POST", form));
    }

    Reply put(String path, Map<String, ?> form) throws Exception {
        return send(form(request(path), "PUT", form));
    }

    Reply delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    /** Does it, waits for its task, and answers how that ended. */
    String task(Reply started) throws Exception {
        if (started.status() != 200) {
            throw new IOException("not accepted: " + started);
        }
        return awaitTask(started.data().asText());
    }

    /** @return how it ended */
    String awaitTask(String upid) throws Exception {
        String node = upid.split(":")[1];
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode status =
                    get("/nodes/" + node + "/tasks/" + upid + "/status").data();
            if (status.path("status").asText().equals("stopped")) {
                return status.path("exitstatus").asText();
            }
            Await.aMoment();
        }
        throw new IOException(upid + " does not end");
    }

    Reply upload(String path, Map<String, String> fields, Path file) throws Exception {
        String boundary = "----coppice" + System.nanoTime();
        List<byte[]> parts = new ArrayList<>();
        fields.forEach((name, value) -> parts.add(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        parts.add(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"filename\"; filename=\""
                        + file.getFileName() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        parts.add(Files.readAllBytes(file));
        parts.add(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(parts)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder b = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        for (int i = 0; i < headers.size(); i += 2) {
            b.header(headers.get(i), headers.get(i + 1));
        }
        return b;
    }

    private static HttpRequest.Builder form(HttpRequest.Builder b, String method, Map<String, ?> form) {
        String body = form.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(String.valueOf(e.getValue())))
                .collect(Collectors.joining("&"));
        return b.header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Reply send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        JsonNode body = answer.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(answer.body());
        return new Reply(answer.statusCode(), body);
    }
}
