package io.coppice.metrics.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.metrics.ServerKind;
import io.coppice.metrics.server.Definition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent over HTTP, and what is made of the answers. */
class HttpSinkTest {
    private final AtomicInteger status = new AtomicInteger(204);
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final AtomicReference<String> token = new AtomicReference<>("");
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            token.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private Definition definition(String... more) {
        Map<String, String> options = new HashMap<>();
        options.put("server", "127.0.0.1");
        options.put("port", Integer.toString(server.getAddress().getPort()));
        options.put("influxdbproto", "http");
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return new Definition("one", ServerKind.INFLUXDB, options, Optional.of("s3cret"));
    }

    @Test
    void lines_go_where_version_2_has_them_with_the_token() throws Exception {
        Definition d = definition("organization", "my org", "bucket", "b&c", "api-path-prefix", "/influx/");
        try (HttpSink sink = new HttpSink(d)) {
            sink.send(Batch.of(List.of("m f=1 5\n"), 100).getFirst());
        }
        assertEquals("POST /influx/api/v2/write?org=my+org&bucket=b%26c&precision=ns m f=1 5\n", asked.get());
        assertEquals("Token s3cret", token.get());
        assertFalse(d.toString().contains("s3cret"));
    }

    @Test
    void what_is_wrong_in_itself_is_not_sent_again_and_all_else_is() throws Exception {
        Batch batch = Batch.of(List.of("m f=1 5\n"), 100).getFirst();
        try (HttpSink sink = new HttpSink(definition())) {
            for (int wrong : List.of(400, 413, 422)) {
                status.set(wrong);
                assertThrows(Sink.Rejected.class, () -> sink.send(batch), "" + wrong);
            }
            for (int later : List.of(301, 401, 404, 429, 500, 503)) {
                status.set(later);
                IOException e = assertThrows(IOException.class, () -> sink.send(batch), "" + later);
                assertFalse(e instanceof Sink.Rejected, "" + later);
            }
        }
    }

    @Test
    void one_that_is_not_well_is_refused_with_the_option_that_names_it() {
        try (Sinks sinks = new Sinks()) {
            status.set(200);
            sinks.require(definition());
            assertEquals("GET /health ", asked.get());
            status.set(503);
            Refused r = assertThrows(Refused.class, () -> sinks.require(definition()));
            assertTrue(
                    r.failure().toString().contains("server=it cannot be reached"),
                    r.failure().toString());
            server.stop(0);
            assertThrows(Refused.class, () -> sinks.require(definition()));
        }
    }
}
