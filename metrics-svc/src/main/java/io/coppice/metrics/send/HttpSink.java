package io.coppice.metrics.send;

import io.coppice.metrics.server.Definition;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** InfluxDB's API of version 2 over HTTP: {@code POST /api/v2/write}, {@code GET /health}. */
final class HttpSink implements Sink {
    private static final int BATCH = 1 << 20;
    private final Definition server;
    private final HttpClient client;

    HttpSink(Definition server) {
        this.server = server;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(server.timeout());
        if (!server.isOn("verify-certificate", true)) {
            builder.sslContext(AnyCertificate.context());
        }
        this.client = builder.build();
    }

    @Override
    public int mostBytes() {
        return Math.min(BATCH, server.number("max-body-size", 25_000_000));
    }

    @Override
    public void send(Batch batch) throws IOException, InterruptedException {
        String where =
                "/api/v2/write?org=" + encoded("organization") + "&bucket=" + encoded("bucket") + "&precision=ns";
        HttpRequest.Builder request = request(where)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch.bytes()));
        HttpResponse<byte[]> answer = client.send(request.build(), body());
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return;
        }
        String said = "it answers " + status + " to " + where + ": " + text(answer.body());
        // what is wrong in itself stays so; a token, a bucket, a proxy can be mended
        if (status == 400 || status == 413 || status == 422) {
            throw new Rejected(said);
        }
        throw new IOException(said);
    }

    @Override
    public void probe() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request("/health").GET().build(), body());
        if (answer.statusCode() != 200) {
            throw new IOException("it answers " + answer.statusCode() + " to /health: " + text(answer.body()));
        }
    }

    private HttpRequest.Builder request(String where) {
        String prefix = server.text("api-path-prefix", "").replaceAll("^/+|/+$", "");
        String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        URI uri = URI.create(server.text("influxdbproto", "http") + "://" + host + ":" + server.port()
                + (prefix.isEmpty() ? "" : "/" + prefix) + where);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(whole());
        server.token().ifPresent(t -> request.header("Authorization", "Token " + t));
        return request;
    }

    private Duration whole() {
        return server.timeout().multipliedBy(5);
    }

    private String encoded(String option) {
        return URLEncoder.encode(server.text(option, "proxmox"), StandardCharsets.UTF_8);
    }

    /** Nobody has to say more. */
    private static HttpResponse.BodyHandler<byte[]> body() {
        return HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), 1 << 16);
    }

    private static String text(byte[] body) {
        String text = new String(body, 0, Math.min(200, body.length), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    @Override
    public boolean isBlind() {
        return false;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
