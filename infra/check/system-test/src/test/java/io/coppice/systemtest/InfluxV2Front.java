package io.coppice.systemtest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The door of InfluxDB's API of version 2 before an InfluxDB that has only that of version 1: it is strict about what
 * version 2 adds (path, organisation, bucket, precision, token), and lets the real one judge the lines.
 */
final class InfluxV2Front implements AutoCloseable {
    static final String TOKEN = "a-Token-1";
    private final MetricPrograms.Influx influx;
    private final HttpServer server;
    private final List<String> refused = new CopyOnWriteArrayList<>();

    InfluxV2Front(MetricPrograms.Influx influx) throws IOException {
        this.influx = influx;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What it did not take, and why. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        try {
            switch (asked) {
                case "GET /health" -> answer(exchange, 200, "{\"name\":\"influxdb\",\"status\":\"pass\"}");
                case "POST /api/v2/write?org=our+firm&bucket=figures&precision=ns" -> write(exchange, body);
                default -> refuse(exchange, 404, "not found: " + asked);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void write(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        if (!("Token " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            refuse(exchange, 401, "unauthorized access");
            return;
        }
        HttpResponse<String> said = influx.write(body);
        if (said.statusCode() == 204) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            refuse(exchange, said.statusCode(), said.body());
        }
    }

    private void refuse(HttpExchange exchange, int status, String why) throws IOException {
        refused.add(status + " " + why);
        answer(exchange, status, "{\"message\":\"refused\"}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
