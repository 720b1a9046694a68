package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.testkit.server.RealServer;
import io.coppice.testkit.server.ServerPlan;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** InfluxDB and carbon as Debian has them, as child processes on ports of loopback, and what they hold. */
final class MetricPrograms {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private MetricPrograms() {}

    static List<String> missing() {
        return Stream.of("influxd", "carbon-cache", "whisper-fetch")
                .filter(p -> !Programs.has(p))
                .toList();
    }

    /** It takes lines as datagrams into the database {@code udp}, and by its own HTTP API into others. */
    record Influx(RealServer server, int http, int udp) implements AutoCloseable {
        static Influx start(Path folder) throws IOException, InterruptedException {
            Files.createDirectories(folder);
            int http = RealServer.freePort();
            int udp = RealServer.freePort();
            int own = RealServer.freePort();
            Path settings = folder.resolve("influxdb.conf");
            Files.writeString(settings, """
                    reporting-disabled = true
                    bind-address = "127.0.0.1:%2$d"
                    [meta]
                      dir = "%1$s/meta"
                    [data]
                      dir = "%1$s/data"
                      wal-dir = "%1$s/wal"
                    [monitor]
                      store-enabled = false
                    [http]
                      bind-address = "127.0.0.1:%3$d"
                    [[udp]]
                      enabled = true
                      bind-address = "127.0.0.1:%4$d"
                      database = "udp"
                      batch-timeout = "200ms"
                    """.formatted(folder, own, http, udp));
            RealServer server = RealServer.start(
                    ServerPlan.program("InfluxDB", http, folder, List.of("influxd", "-config", settings.toString())),
                    START);
            Influx influx = new Influx(server, http, udp);
            influx.query("udp", "CREATE DATABASE http");
            return influx;
        }

        /** The series of an answer: {@code name}, {@code tags}, {@code columns}, {@code values}. */
        JsonNode query(String database, String question) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + http + "/query?epoch=s&db=" + database))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "q=" + URLEncoder.encode(question, StandardCharsets.UTF_8)))
                    .build();
            return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("results")
                    .path(0)
                    .path("series");
        }

        /** Status and text of what its parser says of lines. */
        HttpResponse<String> write(byte[] lines) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + http + "/write?db=http&precision=ns"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(lines))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** It takes lines over TCP and as datagrams on one port, and writes each path into a file. */
    record Carbon(RealServer server, Path folder, int port) implements AutoCloseable {
        static Carbon start(Path folder, int port) throws IOException {
            Files.createDirectories(folder);
            Path settings = folder.resolve("carbon.conf");
            Files.writeString(settings, """
                    [cache]
                    STORAGE_DIR = %1$s
                    CONF_DIR = %1$s
                    LOG_DIR = %1$s
                    PID_DIR = %1$s
                    LOCAL_DATA_DIR = %1$s/whisper
                    USER =
                    ENABLE_LOGROTATION = False
                    MAX_CREATES_PER_MINUTE = inf
                    LINE_RECEIVER_INTERFACE = 127.0.0.1
                    LINE_RECEIVER_PORT = %2$d
                    ENABLE_UDP_LISTENER = True
                    UDP_RECEIVER_INTERFACE = 127.0.0.1
                    UDP_RECEIVER_PORT = %2$d
                    PICKLE_RECEIVER_PORT = 0
                    CACHE_QUERY_INTERFACE = 127.0.0.1
                    CACHE_QUERY_PORT = %3$d
                    """.formatted(folder, port, RealServer.freePort()));
            Files.writeString(folder.resolve("storage-schemas.conf"), """
                    [all]
                    pattern = .*
                    retentions = 10s:1h
                    """);
            Files.deleteIfExists(folder.resolve("carbon-cache-a.pid"));
            List<String> argv = List.of("carbon-cache", "--nodaemon", "--config=" + settings, "start");
            return new Carbon(RealServer.start(ServerPlan.program("carbon", port, folder, argv), START), folder, port);
        }

        /** The newest value of a path that is known; empty where it has none. */
        List<Double> values(String path) throws Exception {
            Path file = folder.resolve("whisper").resolve(path.replace('.', '/') + ".wsp");
            if (!Files.exists(file)) {
                return List.of();
            }
            Programs.Ended told = Programs.run(folder, Map.of(), 30, "whisper-fetch", file.toString());
            return told.output()
                    .lines()
                    .map(l -> l.strip().split("\\s+"))
                    .filter(words -> words.length == 2 && !words[1].equals("None"))
                    .map(words -> Double.parseDouble(words[1]))
                    .toList();
        }

        /** All paths that begin so. */
        List<String> paths(String prefix) throws IOException {
            Path whisper = folder.resolve("whisper");
            if (!Files.exists(whisper)) {
                return List.of();
            }
            try (Stream<Path> all = Files.walk(whisper)) {
                return all.filter(p -> p.toString().endsWith(".wsp"))
                        .map(p -> whisper.relativize(p)
                                .toString()
                                .replace('/', '.')
                                .replaceFirst("\\.wsp$", ""))
                        .filter(p -> p.startsWith(prefix))
                        .sorted()
                        .toList();
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
