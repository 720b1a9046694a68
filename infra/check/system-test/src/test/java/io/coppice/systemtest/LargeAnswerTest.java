package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that are too long to be held whole go from the service through the gateway as they are read. */
class LargeAnswerTest {
    private static final int GUESTS = 3_000;

    /** More than the gateway has connections to a service. */
    private static final int LEAVERS = 300;

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static String auth;

    @BeforeAll
    static void start() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(30));
        auth = "Cookie: PVEAuthCookie=" + node.ticket("root@pam", Duration.ZERO) + "\r\n";
        Change.Builder all = Change.by(Service.COMPUTE, "root@pam");
        IntStream.range(0, GUESTS)
                .forEach(i -> all.put("nodes/pve1/qemu-server/" + (1000 + i) + ".conf", "name: n\u00e9-" + i + "\n"));
        node.store.submit(all.build());
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new HashSet<>();
        list.forEach(one -> names.add(one.path("name").asText()));
        return names;
    }

    @Test
    void every_guest_comes_in_both_dialects_and_the_connection_goes_on() throws Exception {
        try (Wire wire = node.wire()) {
            for (String dialect : new String[] {"json", "extjs"}) {
                Wire.Reply reply = wire.ask("GET /api2/" + dialect + "/cluster/resources?type=vm", auth);
                assertEquals(200, reply.status());
                assertEquals(GUESTS, reply.data().size());
                assertEquals(GUESTS, names(reply.data()).size());
                assertEquals("n\u00e9-0", reply.data().get(0).path("name").asText());
                assertTrue(reply.headers().containsKey("coppice-revision"));
            }
            assertEquals(200, wire.ask("GET /api2/json/version", auth).status());
        }
    }

    @Test
    void a_head_tells_the_length_and_sends_nothing() throws Exception {
        try (Wire wire = node.wire()) {
            Wire.Reply whole = wire.ask("GET /api2/json/cluster/resources?type=vm", auth);
            Wire.Reply head = wire.ask("HEAD /api2/json/cluster/resources?type=vm", auth);
            assertEquals(Integer.toString(whole.raw().length), head.headers().get("content-length"));
            assertEquals(200, wire.ask("GET /api2/json/version", auth).status());
        }
    }

    @Test
    void who_has_it_already_gets_no_body() throws Exception {
        try (Wire wire = node.wire()) {
            String tag = wire.ask("GET /api2/json/cluster/resources?type=vm", auth)
                    .headers()
                    .get("etag");
            Wire.Reply again =
                    wire.ask("GET /api2/json/cluster/resources?type=vm", auth + "If-None-Match: " + tag + "\r\n");
            assertEquals(304, again.status());
            assertEquals(200, wire.ask("GET /api2/json/version", auth).status());
        }
    }

    @Test
    void clients_that_leave_in_the_middle_keep_nothing_from_others() throws Exception {
        for (int i = 0; i < LEAVERS; i++) {
            try (Wire wire = node.wire()) {
                wire.send("GET /api2/json/cluster/resources HTTP/1.1\r\nHost: localhost\r\n" + auth + "\r\n");
            }
        }
        try (Wire wire = node.wire()) {
            assertEquals(
                    GUESTS,
                    wire.ask("GET /api2/json/cluster/resources?type=vm", auth)
                            .data()
                            .size());
        }
    }
}
