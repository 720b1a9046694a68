package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Verb;
import io.coppice.standalone.ApiVisitor.Answer;
import io.coppice.standalone.population.Size;
import io.coppice.standalone.simulated.SimulatedQemu;
import io.coppice.testkit.Eventually;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated cluster as a client meets it: small, in this process, over its real listener. */
class SimulationTest {
    private static final Path NOT_YET_SERVED = Path.of("../../../docs/rules/not-yet-served.txt");

    /** The simulation has virtual machines alone. */
    private static final String OF_A_CONTAINER = "/nodes/{node}/lxc/{vmid}";

    /** The simulation's nodes are one cluster from the first; nobody joins it. */
    private static final String OF_MEMBERSHIP = "/cluster/config";

    /** It would look for a file somewhere in the world. */
    private static final String ASKS_THE_WORLD = "/nodes/{node}/query-url-metadata";

    private static final String PASSWORD = "first-Password-7";

    @TempDir
    static Path folder;

    private static Simulation simulation;
    private static ApiVisitor admin;

    @BeforeAll
    static void start() throws Exception {
        Logging.configure("test");
        SimulatedQemu.Pace quick = new SimulatedQemu.Pace(Duration.ofMillis(5), Duration.ofMillis(5));
        simulation = Simulation.start(
                folder.resolve("data"),
                new Simulation.Options(new Size(3, 60, 1), "127.0.0.1", 0, PASSWORD, quick, false));
        admin = new ApiVisitor(simulation.port(), folder.resolve("data/gateway/ca.pem")).login("admin@pve", PASSWORD);
    }

    @AfterAll
    static void end() {
        if (admin != null) {
            admin.close();
        }
        if (simulation != null) {
            simulation.close();
        }
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(e -> e.path(field).asText())
                .toList();
    }

    private static JsonNode done(Answer answer) throws Exception {
        assertEquals(200, answer.status(), answer.body());
        return answer.data();
    }

    /** Waits for a task's end and says how it ended. */
    private static String ended(JsonNode upid) throws Exception {
        String path = "/nodes/" + upid.asText().split(":")[1] + "/tasks/" + encoded(upid.asText()) + "/status";
        Eventually.that(upid.asText() + " has ended", () -> text(path, "status").equals("stopped"));
        return text(path, "exitstatus");
    }

    private static String text(String path, String field) {
        try {
            return done(admin.get(path)).path(field).asText();
        } catch (Exception e) {
            throw new AssertionError(path + " cannot be read", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void every_list_has_all_nodes_and_all_guests() throws Exception {
        List<String> nodes = List.of("pve1", "pve2", "pve3");
        assertEquals(nodes, texts(done(admin.get("/nodes")), "node"));
        assertEquals(
                nodes,
                texts(done(admin.get("/cluster/status")), "name").stream()
                        .filter(n -> !n.equals("simulation"))
                        .toList());
        JsonNode resources = done(admin.get("/cluster/resources"));
        assertEquals(60, drafted(resources));
        assertEquals(
                9, texts(resources, "type").stream().filter("storage"::equals).count());
        assertEquals(Set.of(), unknown(resources));
        int onNodes = 0;
        for (String node : nodes) {
            onNodes += drafted(done(admin.get("/nodes/" + node + "/qemu")));
        }
        assertEquals(60, onNodes);
        assertEquals(500, admin.get("/nodes/pve4/qemu").status());
    }

    /** Those that other tests have not made. */
    private static int drafted(JsonNode guests) {
        return (int) texts(guests, "vmid").stream()
                .filter(vmid -> vmid.matches("1\\d\\d"))
                .count();
    }

    /** Of the population alone: a guest that another test makes just now has no figures yet. */
    private static Set<String> unknown(JsonNode resources) {
        Set<String> unknown = new HashSet<>();
        resources.forEach(e -> {
            if (e.path("status").asText().equals("unknown") && e.path("vmid").asInt() < 1000) {
                unknown.add(e.path("id").asText());
            }
        });
        return unknown;
    }

    @Test
    void a_guest_lives_its_life_on_a_node_that_is_not_the_gateways() throws Exception {
        String guest = "/nodes/pve3/qemu/1205";
        Map<String, String> wanted = Map.of(
                "vmid",
                "1205",
                "name",
                "mine",
                "memory",
                "256",
                "scsi0",
                "local-data:1",
                "net0",
                "virtio,bridge=vmbr0");
        assertEquals("OK", ended(done(admin.call("POST", "/nodes/pve3/qemu", wanted))));
        assertEquals("OK", ended(done(admin.call("POST", guest + "/status/start", Map.of()))));
        assertEquals("running", status(guest));
        done(admin.call("PUT", guest + "/config", Map.of("net1", "virtio,bridge=vmbr1", "name", "other")));
        assertEquals("other", text(guest + "/config", "name"));
        assertEquals("OK", ended(done(admin.call("POST", guest + "/status/suspend", Map.of()))));
        assertEquals("paused", text(guest + "/status/current", "qmpstatus"));
        assertEquals("OK", ended(done(admin.call("POST", guest + "/status/resume", Map.of()))));
        assertEquals("OK", ended(done(admin.call("POST", guest + "/status/shutdown", Map.of()))));
        assertEquals("stopped", status(guest));
        assertTrue(images("pve3").stream().anyMatch(v -> v.startsWith("local-data:1205/vm-1205-disk-0.")));
        assertEquals("OK", ended(done(admin.call("DELETE", guest, Map.of()))));
        assertTrue(images("pve3").stream().noneMatch(v -> v.contains("1205")));
    }

    private static String status(String guest) {
        return text(guest + "/status/current", "status");
    }

    private static List<String> images(String node) throws Exception {
        return texts(done(admin.get("/nodes/" + node + "/storage/local-data/content")), "volid");
    }

    @Test
    void a_shared_storage_is_the_same_on_all_nodes_and_a_local_one_is_not() throws Exception {
        Map<String, String> volume = Map.of("vmid", "100", "filename", "vm-100-disk-7.raw", "size", "1G");
        done(admin.call("POST", "/nodes/pve1/storage/nas/content", volume));
        assertTrue(texts(done(admin.get("/nodes/pve2/storage/nas/content")), "volid")
                .contains("nas:100/vm-100-disk-7.raw"));
        done(admin.call("POST", "/nodes/pve1/storage/local-data/content", volume));
        assertTrue(images("pve1").contains("local-data:100/vm-100-disk-7.raw"));
        assertTrue(!images("pve2").contains("local-data:100/vm-100-disk-7.raw"));
    }

    @Test
    void what_happens_is_told_in_the_name_of_the_node_it_happened_on() throws Exception {
        Map<String, String> wanted = Map.of("vmid", "1206", "memory", "64");
        assertEquals("OK", ended(done(admin.call("POST", "/nodes/pve2/qemu", wanted))));
        assertEquals("OK", ended(done(admin.call("POST", "/nodes/pve2/qemu/1206/status/start", Map.of()))));
        JsonNode events = done(admin.get("/coppice/events?since=first&object=" + encoded("guest/1206") + "&wait=5"))
                .path("events");
        assertTrue(texts(events, "type").contains("io.coppice.guest.started.v1"), events.toString());
        assertTrue(texts(events, "source").contains("/nodes/pve2/compute"), events.toString());
    }

    /** Of every endpoint that is read: with an object that is there it answers, and nothing breaks. */
    @Test
    void no_served_endpoint_breaks() throws Exception {
        JsonNode task = done(admin.call("POST", "/nodes/pve2/qemu", Map.of("vmid", "1207", "memory", "64")));
        assertEquals("OK", ended(task));
        done(admin.call("POST", "/access/users/alice@pve/token/none", Map.of()));
        done(admin.call(
                "POST",
                "/cluster/backup",
                Map.of("id", "none", "schedule", "sun 01:00", "all", "1", "storage", "nas")));
        done(admin.call(
                "POST",
                "/cluster/metrics/server/none",
                Map.of("type", "graphite", "server", "127.0.0.1", "port", "9", "disable", "1")));
        Set<String> missing = new HashSet<>(Files.readAllLines(NOT_YET_SERVED));
        Map<String, String> broken = new TreeMap<>();
        List<String> answered = new ArrayList<>();
        for (Endpoint<?, ?> e : Api.all()) {
            if (e.verb() != Verb.GET
                    || e.path().text().startsWith("/coppice/internal")
                    || e.path().text().startsWith(OF_A_CONTAINER)
                    || e.path().text().startsWith(OF_MEMBERSHIP)
                    || e.path().text().equals(ASKS_THE_WORLD)) {
                continue;
            }
            Answer answer = admin.get(filled(e.path().text(), task.asText()));
            if (answer.status() == 200) {
                answered.add(e.toString());
            }
            if (answer.status() >= 500 && !(answer.status() == 501 && missing.contains(e.toString()))) {
                broken.put(e.toString(), answer.status() + " " + answer.body());
            }
        }
        assertEquals(Map.of(), broken);
        assertTrue(answered.size() > 40, () -> "only these answered: " + answered);
    }

    private static String filled(String path, String upid) {
        return path.replace("{node}", "pve2")
                .replace("{vmid}", "1207")
                .replace("{upid}", encoded(upid))
                .replace("{storage}", "nas")
                .replace("{volume}", encoded("nas:iso/debian-13.1.0-amd64-netinst.iso"))
                .replace("{userid}", encoded("alice@pve"))
                .replace("{iface}", "vmbr0")
                .replace("{groupid}", "operators")
                .replace("{roleid}", "PVEVMAdmin")
                .replaceAll("\\{[^}]+\\}", "none");
    }
}
