package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits stands beside the list, where clients of the original look for it. */
class NetworkWireTest {
    private static final String PATH = "/nodes/pve1/network";

    @TempDir
    Path folder;

    private static JsonNode body(Wire.Reply reply) throws Exception {
        assertEquals(200, reply.status(), reply.reason());
        return new ObjectMapper().readTree(new String(reply.raw(), StandardCharsets.UTF_8));
    }

    @Test
    void changes_stand_beside_the_data_in_both_dialects() throws Exception {
        try (InProcessNode node = new InProcessNode(folder, Duration.ofSeconds(75))) {
            String auth = "Cookie: PVEAuthCookie=" + node.ticket("root@pam", Duration.ZERO)
                    + "\r\nCSRFPreventionToken: " + node.csrf("root@pam") + "\r\n";
            try (Wire wire = node.wire()) {
                JsonNode before = body(wire.ask("GET /api2/json" + PATH, auth));
                assertTrue(before.path("data").isArray());
                assertFalse(before.has("changes"));
                body(wire.ask("POST /api2/json" + PATH, auth, "iface=vmbr9&type=bridge&cidr=10.9.0.1/24&autostart=1"));
                JsonNode after = body(wire.ask("GET /api2/json" + PATH + "?type=bridge", auth));
                assertTrue(after.path("changes").asText().contains("+iface vmbr9 inet static"), after::toString);
                assertTrue(after.path("data").findValuesAsText("iface").contains("vmbr9"), after::toString);
                assertEquals(1, after.path("data").get(0).path("autostart").asInt());
                JsonNode extjs = body(wire.ask("GET /api2/extjs" + PATH, auth));
                assertEquals(1, extjs.path("success").asInt());
                assertTrue(extjs.path("changes").asText().contains("vmbr9"));
                JsonNode one =
                        body(wire.ask("GET /api2/json" + PATH + "/vmbr9", auth)).path("data");
                assertEquals("10.9.0.1/24", one.path("cidr").asText());
                body(wire.ask("DELETE /api2/json" + PATH, auth));
                assertFalse(body(wire.ask("GET /api2/json" + PATH, auth)).has("changes"));
            }
        }
    }
}
