package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists filtered, sorted, by page and by field, with tags, as they come over the wire. */
class ListWireTest {
    private static final String QEMU = "/nodes/" + InProcessNode.NAME + "/qemu";

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static ApiClient admin;
    private static String header;

    @BeforeAll
    static void up() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(75));
        admin = new ApiClient(node.port()).login("admin@pve", InProcessNode.PASSWORD);
        for (int i = 0; i < 5; i++) {
            make(200 + i, (i % 2 == 0 ? "web" : "db") + i);
        }
        JsonNode token = admin.post("/access/users/admin@pve/token/lists", Map.of("privsep", 0))
                .data();
        header = "Authorization: PVEAPIToken=admin@pve!lists="
                + token.path("value").asText() + "\r\n";
    }

    @AfterAll
    static void down() throws Exception {
        node.close();
    }

    private static void make(int vmid, String name) throws Exception {
        assertEquals("OK", admin.task(admin.post(QEMU, Map.of("vmid", vmid, "memory", 16, "name", name))));
    }

    @Test
    void a_page_of_filtered_and_sorted_guests_has_their_wanted_fields_and_says_how_many_there_are() throws Exception {
        for (String list : List.of("/cluster/resources", QEMU)) {
            Wire.Reply reply =
                    ask(list + "?filter=name=web*,vmid%3C300&sort=-vmid&start=1&limit=2&fields=vmid,name", "");
            assertEquals(200, reply.status(), reply::text);
            assertEquals(
                    "[{\"vmid\":202,\"name\":\"web2\"},{\"vmid\":200,\"name\":\"web0\"}]",
                    reply.data().toString());
            assertEquals("3", reply.headers().get("coppice-total"));
        }
    }

    @Test
    void pages_together_are_the_list() throws Exception {
        List<String> all = new ArrayList<>();
        for (int start = 0; start < 8; start += 2) {
            ask("/cluster/resources?type=vm&filter=vmid%3C300&sort=vmid&limit=2&start=" + start, "")
                    .data()
                    .forEach(g -> all.add(g.path("id").asText()));
        }
        assertEquals(List.of("qemu/200", "qemu/201", "qemu/202", "qemu/203", "qemu/204"), all);
    }

    @Test
    void tasks_and_contents_are_narrowed_too() throws Exception {
        Wire.Reply tasks = ask("/cluster/tasks?filter=type=qmcreate,id=203&fields=id,status", "");
        assertEquals("[{\"id\":\"203\",\"status\":\"OK\"}]", tasks.data().toString());
        Wire.Reply none = ask("/nodes/" + InProcessNode.NAME + "/storage?filter=storage=nothing", "");
        assertEquals("[]", none.data().toString());
        assertEquals("0", none.headers().get("coppice-total"));
    }

    @Test
    void who_has_a_list_already_gets_no_body_until_it_changes() throws Exception {
        String path = "/cluster/resources?type=vm&fields=vmid,name,status";
        Wire.Reply first = ask(path, "");
        String tag = first.headers().get("etag");
        Wire.Reply same = ask(path, "If-None-Match: " + tag + "\r\n");
        assertEquals(304, same.status());
        assertEquals(0, same.raw().length);
        make(310, "another");
        Wire.Reply changed = ask(path, "If-None-Match: " + tag + "\r\n");
        assertEquals(200, changed.status());
        assertNotEquals(tag, changed.headers().get("etag"));
    }

    @Test
    void a_wish_that_cannot_be_read_is_told_by_its_parameter() throws Exception {
        assertFalse(ask("/cluster/resources?filter=status", "").error("filter").isEmpty());
        assertFalse(ask("/cluster/resources?limit=-1", "").error("limit").isEmpty());
        assertFalse(ask("/cluster/tasks?sort=,", "").error("sort").isEmpty());
    }

    @Test
    void without_a_wish_nothing_is_added() throws Exception {
        assertNull(ask("/cluster/resources", "").headers().get("coppice-total"));
    }

    private static Wire.Reply ask(String path, String headers) throws IOException {
        try (Wire wire = new Wire(node.port())) {
            return wire.ask("GET /api2/json" + path, header + headers);
        }
    }
}
