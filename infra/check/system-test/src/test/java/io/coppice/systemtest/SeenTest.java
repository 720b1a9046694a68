package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes, waits for the answer or the task's end, and reads: never an old answer, while others read lists. From a
 * printed seed, which {@code -Dcoppice.seen.seed=N} repeats; {@code -Dcoppice.seen.rounds=10000} is the long form.
 */
class SeenTest {
    private static final long SEED = Long.getLong("coppice.seen.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("coppice.seen.rounds", 120);
    private static final String DISK = "vm-700-disk-0.raw";

    @TempDir
    static Path folder;

    private ApiClient api;
    private String qemu;
    private String content;

    @Test
    void what_was_acknowledged_is_seen_at_once() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        System.out.println("coppice.seen.seed=" + SEED);
        Random random = new Random(SEED);
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        try (RunningNode node = RunningNode.withoutKafka(folder.resolve("data"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            api = node.admin();
            qemu = "/nodes/" + node.name() + "/qemu";
            content = "/nodes/" + node.name() + "/storage/local/content";
            List<String> lists = List.of(
                    "/cluster/resources", qemu, "/access/users", "/access/acl", content, "/cluster/tasks", "/nodes");
            done(api.post("/access/users", Map.of("userid", "holder@pve")), "holder");
            assertEquals("OK", api.task(api.post(qemu, Map.of("vmid", 100, "memory", 16))));
            List<Future<Integer>> others = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    ApiClient reader = node.admin();
                    int first = i;
                    others.add(threads.submit(() -> readOn(reader, lists, first, end, reads)));
                }
                for (int round = 0; round < ROUNDS; round++) {
                    round(round, random.nextInt(8));
                }
            } finally {
                end.set(true);
            }
            for (Future<Integer> other : others) {
                assertTrue(other.get() > 0, "a reader read nothing");
            }
        }
    }

    private static int readOn(ApiClient reader, List<String> lists, int first, AtomicBoolean end, AtomicInteger reads)
            throws Exception {
        for (int i = first; !end.get(); i++) {
            String path = lists.get(i % lists.size());
            ApiClient.Reply reply = reader.get(path);
            assertEquals(200, reply.status(), () -> path + ": " + reply);
            reads.incrementAndGet();
        }
        return reads.get();
    }

    private void round(int round, int kind) throws Exception {
        String what = "round " + round + ", -Dcoppice.seen.seed=" + SEED;
        String value = "v" + round;
        switch (kind) {
            case 0 -> configuration(value, what);
            case 1 -> user("u" + round + "@pve", what);
            case 2 -> acl("/vms/" + (1000 + round), what);
            case 3 -> volume(what);
            case 4 -> guest(100_000 + round, what);
            case 5 -> token("t" + round, what);
            case 6 -> power(what);
            default -> name("n" + round, what);
        }
    }

    private void done(ApiClient.Reply reply, String what) {
        assertEquals(200, reply.status(), () -> what + ": " + reply);
    }

    private void configuration(String value, String what) throws Exception {
        done(api.put(qemu + "/100/config", Map.of("description", value)), what);
        assertEquals(
                value,
                api.get(qemu + "/100/config")
                        .data()
                        .path("description")
                        .asText()
                        .strip(),
                what);
    }

    private void name(String name, String what) throws Exception {
        done(api.put(qemu + "/100/config", Map.of("name", name)), what);
        assertEquals(
                name, api.get(qemu + "/100/status/current").data().path("name").asText(), what);
        assertTrue(has(qemu, "name", name), what);
        assertTrue(has("/cluster/resources", "name", name), what);
    }

    private void power(String what) throws Exception {
        for (String[] step : new String[][] {{"start", "running"}, {"stop", "stopped"}}) {
            assertEquals("OK", api.task(api.post(qemu + "/100/status/" + step[0], Map.of())), what);
            String now =
                    api.get(qemu + "/100/status/current").data().path("status").asText();
            assertEquals(step[1], now, what);
            assertTrue(has(qemu, "status", step[1]), what + ", " + step[1] + " in the list");
        }
    }

    private void user(String user, String what) throws Exception {
        done(api.post("/access/users", Map.of("userid", user)), what);
        assertTrue(has("/access/users", "userid", user), what);
        done(api.delete("/access/users/" + user), what);
        assertTrue(!has("/access/users", "userid", user), what);
    }

    private void token(String token, String what) throws Exception {
        String tokens = "/access/users/admin@pve/token";
        done(api.post(tokens + "/" + token, Map.of()), what);
        assertTrue(has(tokens, "tokenid", token), what);
        done(api.delete(tokens + "/" + token), what);
        assertTrue(!has(tokens, "tokenid", token), what);
    }

    private void acl(String path, String what) throws Exception {
        Map<String, Object> grant = Map.of("path", path, "users", "holder@pve", "roles", "PVEAuditor");
        done(api.put("/access/acl", grant), what);
        assertTrue(has("/access/acl", "path", path), what);
        Map<String, Object> away = Map.of("path", path, "users", "holder@pve", "roles", "PVEAuditor", "delete", 1);
        done(api.put("/access/acl", away), what);
        assertTrue(!has("/access/acl", "path", path), what);
    }

    private void volume(String what) throws Exception {
        done(api.post(content, Map.of("vmid", 700, "filename", DISK, "size", "1M")), what);
        assertTrue(has(content, "volid", "local:700/" + DISK), what);
        assertEquals("OK", api.task(api.delete(content + "/local:700/" + DISK)), what);
        assertTrue(!has(content, "volid", "local:700/" + DISK), what);
    }

    private void guest(int vmid, String what) throws Exception {
        ApiClient.Reply started = api.post(qemu, Map.of("vmid", vmid, "memory", 16));
        assertEquals("OK", api.task(started), what);
        assertTrue(has(qemu, "vmid", "" + vmid), what);
        assertTrue(has("/cluster/resources", "id", "qemu/" + vmid), what);
        assertTrue(has("/cluster/tasks", "upid", started.data().asText()), what);
        assertEquals("OK", api.task(api.delete(qemu + "/" + vmid)), what);
        assertTrue(!has(qemu, "vmid", "" + vmid), what);
        assertTrue(!has("/cluster/resources", "id", "qemu/" + vmid), what);
    }

    private boolean has(String list, String key, String value) throws Exception {
        ApiClient.Reply reply = api.get(list);
        assertEquals(200, reply.status(), () -> list + ": " + reply);
        for (JsonNode one : reply.data()) {
            if (one.path(key).asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
