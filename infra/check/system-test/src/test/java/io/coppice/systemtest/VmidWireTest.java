package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VM IDs as many clients want them at once. {@code -Dcoppice.vmid.clients=1000} is the long form. */
class VmidWireTest {
    private static final int CLIENTS = Integer.getInteger("coppice.vmid.clients", 100);
    private static final int CONNECTIONS = Integer.getInteger("coppice.vmid.connections", 48);
    private static final String QEMU = "/nodes/" + InProcessNode.NAME + "/qemu";

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static ApiClient admin;
    private static ApiClient token;

    @BeforeAll
    static void up() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(75));
        admin = new ApiClient(node.port()).login("admin@pve", InProcessNode.PASSWORD);
        ApiClient.Reply made = admin.post("/access/users/admin@pve/token/many", Map.of("privsep", 0));
        token = new ApiClient(node.port())
                .token("admin@pve!many=" + made.data().path("value").asText());
    }

    @AfterAll
    static void down() throws Exception {
        node.close();
    }

    /** As many calls as connections can be made on a busy machine within their time-out; all are started at once. */
    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        List<T> all = new ArrayList<>();
        Semaphore connections = new Semaphore(CONNECTIONS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                calls.add(() -> {
                    connections.acquire();
                    try {
                        return call.call();
                    } finally {
                        connections.release();
                    }
                });
            }
            for (Future<T> one : threads.invokeAll(calls)) {
                all.add(one.get());
            }
        }
        return all;
    }

    @Test
    void clients_that_get_an_id_and_make_a_guest_of_it_on_one_token_never_meet() throws Exception {
        List<Integer> made = atOnce(CLIENTS, () -> {
            int vmid = Integer.parseInt(token.get("/cluster/nextid").data().asText());
            assertEquals("OK", token.task(token.post(QEMU, Map.of("vmid", vmid, "memory", 16))));
            return vmid;
        });
        assertEquals(CLIENTS, new TreeSet<>(made).size());
        made.forEach(vmid -> assertTrue(node.store.image().guest(vmid).isPresent()));
    }

    @Test
    void reservations_at_once_are_all_different_and_listed() throws Exception {
        List<Integer> held = atOnce(1000, () -> {
            ApiClient.Reply reply = token.post("/coppice/vmids", Map.of("term", 3600));
            assertEquals(200, reply.status(), reply::message);
            return reply.data().path("vmid").asInt();
        });
        assertEquals(1000, new TreeSet<>(held).size());
        assertEquals(1000, token.get("/coppice/vmids").data().size());
        assertEquals(0, admin.get("/coppice/vmids").data().size());
    }

    @Test
    void of_two_that_make_one_guest_one_wins_and_the_other_hears_the_originals_text() throws Exception {
        List<String> ends = atOnce(2, () -> {
            ApiClient.Reply reply = token.post(QEMU, Map.of("vmid", 90_000, "memory", 16));
            return reply.status() == 200 ? token.task(reply) : reply.message();
        });
        String lost = "unable to create VM 90000 - VM 90000 already exists on node '" + InProcessNode.NAME + "'";
        assertEquals(new TreeSet<>(List.of("OK", lost)), new TreeSet<>(ends));
    }

    @Test
    void a_reserved_id_is_for_its_caller_who_uses_it_up() throws Exception {
        assertEquals(200, token.post("/coppice/vmids", Map.of("vmid", 91_000)).status());
        assertEquals(400, admin.get("/cluster/nextid?vmid=91000").status());
        ApiClient.Reply other = admin.post(QEMU, Map.of("vmid", 91_000, "memory", 16));
        assertTrue(other.status() != 200 || !admin.task(other).equals("OK"), "another's number was taken");
        assertEquals("91000", token.get("/cluster/nextid?vmid=91000").data().asText());
        assertEquals("OK", token.task(token.post(QEMU, Map.of("vmid", 91_000, "memory", 16))));
        assertEquals(500, token.delete("/coppice/vmids/91000").status());
    }

    @Test
    void a_number_can_be_given_back() throws Exception {
        assertEquals(200, token.post("/coppice/vmids", Map.of("vmid", 92_000)).status());
        assertEquals(500, admin.post("/coppice/vmids", Map.of("vmid", 92_000)).status());
        assertEquals(200, token.delete("/coppice/vmids/92000").status());
        assertEquals(200, admin.post("/coppice/vmids", Map.of("vmid", 92_000)).status());
        assertEquals(
                400,
                admin.post("/coppice/vmids", Map.of("vmid", 92_001, "term", 3601))
                        .status());
    }
}
