package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every service in a process of its own: the same answers. */
class SplitShapeTest {
    @TempDir
    Path folder;

    @Test
    void users_storages_and_tasks_are_served_by_processes_of_their_own() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        try (RunningNode node = RunningNode.up(folder.resolve("data"), "--split")) {
            ApiClient api = node.admin();
            for (String service : List.of("auth", "compute", "metrics", "network", "node", "storage")) {
                assertEquals(Set.of(), Host.networkPorts(node.pid(service)), service);
            }
            assertEquals(
                    200, api.post("/access/users", Map.of("userid", "one@pve")).status());
            String content = "/nodes/" + node.name() + "/storage/local/content";
            Map<String, Object> disk = Map.of("vmid", 100, "filename", "vm-100-disk-0.raw", "size", "1M");
            String volume = "local:100/vm-100-disk-0.raw";
            assertEquals(volume, api.post(content, disk).data().asText());
            assertEquals("OK", api.task(api.delete(content + "/" + volume)));
            assertEquals(200, api.get("/access/users/one@pve").status());
            assertTrue(api.get("/nodes/" + node.name() + "/network").data().isArray(), "the network is listed");
            assertEquals("OK", api.task(api.post("/nodes/" + node.name() + "/qemu", Map.of("vmid", 100))));
            String local = "storage/" + node.name() + "/local";
            Await.until("figures of other processes are seen", Duration.ofSeconds(60), () -> {
                JsonNode all = api.get("/cluster/resources").data();
                return status(all, "qemu/100").equals("stopped")
                        && status(all, local).equals("available");
            });
            Await.until("all eight services answer and have started", Duration.ofSeconds(60), () -> {
                JsonNode services = api.get("/coppice/health").data();
                int ready = 0;
                for (JsonNode one : services) {
                    ready += one.path("healthy").asInt() * one.path("ready").asInt();
                }
                return ready == 8 && services.size() == 8;
            });
        }
    }

    private static String status(JsonNode resources, String id) {
        for (JsonNode one : resources) {
            if (one.path("id").asText().equals(id)) {
                return one.path("status").asText();
            }
        }
        return "not there";
    }
}
