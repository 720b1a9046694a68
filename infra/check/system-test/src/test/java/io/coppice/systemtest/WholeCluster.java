package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What has to hold of nodes that are one cluster, whichever versions they run: each answers for all. Every node has a guest
 * that runs, one that is off, and one guest with a disk moves.
 */
final class WholeCluster {
    static final int RUNS = 100;
    static final int OFF = 200;
    static final int MOVES = 300;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String ALICE = "alice@pve";

    /** So many pages of events at a time: others make new ones all the while. */
    private static final int PAGES = 20;

    private final ClusterRig rig;
    private final int nodes;
    private final Path folder;
    private final Map<Integer, Long> processes = new HashMap<>();
    private final Map<Integer, String> cursors = new HashMap<>();
    private final Map<Integer, Set<String>> ended = new HashMap<>();
    private final Map<Integer, Set<String>> moved = new HashMap<>();
    private int moves;
    private String root = "";
    private String alice = "";
    private String disk = "";
    private int rounds;

    WholeCluster(ClusterRig rig, int nodes, Path folder) {
        this.rig = rig;
        this.nodes = nodes;
        this.folder = folder;
    }

    /** Guests, a user, tokens; made through the first node. */
    void populate() throws Exception {
        root = "root@pam!upgrade=" + token("root@pam", "upgrade");
        rig.coppice(1, "pveum", "user", "add", ALICE, "--password", "alices-Password-7");
        rig.coppice(1, "pveum", "acl", "modify", "/", "--users", ALICE, "--roles", "PVEAuditor");
        alice = ALICE + "!look=" + token(ALICE, "look");
        for (int node = 1; node <= nodes; node++) {
            create(node, RUNS + node);
            create(node, OFF + node);
            assertEquals("OK", tasks(1).end(tasks(1).begin(guest(node, RUNS + node) + "/status/start", Map.of())));
            processes.put(node, process(node));
        }
        rig.coppice(
                1, "qm", "create", "" + MOVES, "--memory", "64", "--vga", "none", "--scsi0", "local:0.01,format=raw");
        byte[] bytes = new byte[5 << 20];
        new Random(7).nextBytes(bytes);
        Path image = rig.data(1).resolve("storage/images/" + MOVES + "/vm-" + MOVES + "-disk-0.raw");
        assertTrue(Files.exists(image), image::toString);
        Files.write(image, bytes, java.nio.file.StandardOpenOption.WRITE);
        disk = MovingGuests.sum(image);
    }

    private String token(String user, String name) throws Exception {
        String said = rig.coppice(
                1, "pveum", "user", "token", "add", user, name, "--privsep", "0", "--output-format", "json");
        return JSON.readTree(said).path("value").asText();
    }

    private void create(int node, int vmid) throws Exception {
        rig.coppice(
                1,
                "pvesh",
                "create",
                "/nodes/pve" + node + "/qemu",
                "--vmid",
                "" + vmid,
                "--memory",
                "32",
                "--vga",
                "none");
    }

    private static String guest(int node, int vmid) {
        return "/nodes/pve" + node + "/qemu/" + vmid;
    }

    LocalApi api(int node, String token) throws Exception {
        return new LocalApi(
                rig.root(node).resolve("var/lib/coppice/run/gateway/local.sock"), token, Duration.ofSeconds(30));
    }

    private TaskCalls tasks(int asked) throws Exception {
        return new TaskCalls(api(asked, root));
    }

    private long process(int node) throws Exception {
        return Long.parseLong(Files.readString(rig.data(node).resolve("run/qemu-server/" + (RUNS + node) + ".pid"))
                .strip());
    }

    private JsonNode get(int asked, String path) throws Exception {
        LocalApi.Answer said = api(asked, root).call("GET", path, Map.of());
        assertEquals(200, said.status(), () -> "pve" + asked + " says of " + path + ": " + said);
        return JSON.readTree(said.body()).path("data");
    }

    /** Looks at everything; what was written before has to be there. */
    void answersForAll() throws Exception {
        rounds++;
        for (int asked = 1; asked <= nodes; asked++) {
            listsAll(asked);
            letsIn(asked);
            for (int other = 1; other <= nodes; other++) {
                reads(asked, other);
                writes(asked, other);
                runsTasks(asked, other);
                uploads(asked, other);
            }
        }
    }

    private void listsAll(int asked) throws Exception {
        Await.until("pve" + asked + " knows all guests", SOON, () -> {
            Map<String, String> known = new HashMap<>();
            get(asked, "/cluster/resources")
                    .forEach(r ->
                            known.put(r.path("id").asText(), r.path("status").asText()));
            boolean all = true;
            for (int node = 1; node <= nodes; node++) {
                all &= "online".equals(known.get("node/pve" + node))
                        && "running".equals(known.get("qemu/" + (RUNS + node)))
                        && "stopped".equals(known.get("qemu/" + (OFF + node)));
            }
            return all;
        });
    }

    /** Tickets of each node hold at all, and so do tokens of users who may only look. */
    private void letsIn(int asked) throws Exception {
        String ticket = rig.login(asked);
        for (int node = 1; node <= nodes; node++) {
            assertEquals("200", rig.statusWithTicket(node, ticket), "a ticket of pve" + asked + " at pve" + node);
        }
        assertEquals("200", rig.status(asked, "Authorization: PVEAPIToken=" + alice));
        assertEquals(
                403,
                api(asked, alice)
                        .call("PUT", guest(1, OFF + 1) + "/config", Map.of("name", "no"))
                        .status());
    }

    private void reads(int asked, int other) throws Exception {
        JsonNode now = get(asked, guest(other, RUNS + other) + "/status/current");
        assertEquals("running", now.path("status").asText(), now::toString);
        assertEquals(processes.get(other), now.path("pid").asLong(), "the guest's process is the one that was started");
        assertEquals(processes.get(other), process(other));
        for (String path : List.of("/status", "/version", "/tasks", "/storage/local/content", "/network", "/qemu")) {
            get(asked, "/nodes/pve" + other + path);
        }
    }

    /** Every node has it soon. */
    private void writes(int asked, int other) throws Exception {
        String text = "round " + rounds + " by pve" + asked;
        String path = guest(other, OFF + other) + "/config";
        LocalApi.Answer said = api(asked, root).call("PUT", path, Map.of("description", text));
        assertEquals(200, said.status(), said::toString);
        for (int node = 1; node <= nodes; node++) {
            int seen = node;
            Await.until(
                    "pve" + node + " has what pve" + asked + " wrote at pve" + other,
                    SOON,
                    () -> get(seen, path).path("description").asText().strip().equals(text));
        }
    }

    /** Begun through one node at another; all tell of it, and so do events. */
    private void runsTasks(int asked, int other) throws Exception {
        String upid = tasks(asked).begin(guest(other, OFF + other) + "/status/start", Map.of());
        assertEquals("OK", tasks(asked).end(upid));
        String stop = tasks(asked).begin(guest(other, OFF + other) + "/status/stop", Map.of());
        for (int node = 1; node <= nodes; node++) {
            int told = node;
            assertEquals("OK", tasks(node).end(stop));
            Await.until(
                    "pve" + node + " tells of the end of " + upid,
                    SOON,
                    () -> ended(told).contains(upid));
            Await.until(
                    "pve" + node + " lists " + upid,
                    SOON,
                    () -> get(told, "/cluster/tasks").toString().contains(upid));
        }
    }

    /** The tasks of whose end a node has told so far: who follows its events goes on where it was, whatever runs there now. */
    private Set<String> ended(int asked) throws Exception {
        Set<String> all = ended.computeIfAbsent(asked, node -> new HashSet<>());
        boolean more = true;
        for (int pages = 0; more && pages < PAGES; pages++) {
            String since = cursors.getOrDefault(asked, "first");
            JsonNode page = get(
                    asked,
                    "/coppice/events?type=task.ended,guest.moved&since="
                            + URLEncoder.encode(since, StandardCharsets.UTF_8));
            assertEquals(0, page.path("expired").asInt(), () -> "pve" + asked + " has lost events after " + since);
            for (JsonNode event : page.path("events")) {
                boolean move = event.path("type").asText().contains("guest.moved");
                (move ? moved.computeIfAbsent(asked, node -> new HashSet<>()) : all)
                        .add(
                                move
                                        ? event.path("id").asText()
                                        : event.path("data").path("upid").asText());
            }
            more = !page.path("cursor").asText().equals(since);
            cursors.put(asked, page.path("cursor").asText());
        }
        return all;
    }

    private void uploads(int asked, int other) throws Exception {
        byte[] bytes = new byte[(3 << 20) + rounds];
        new Random(rounds).nextBytes(bytes);
        String name = "r" + rounds + "-" + asked + "-" + other + ".iso";
        Path file = Files.write(folder.resolve(name), bytes);
        String said = rig.on(
                asked,
                "curl",
                "-sk",
                "-m",
                "60",
                "-H",
                "Authorization: PVEAPIToken=" + root,
                "-F",
                "content=iso",
                "-F",
                "filename=@" + file,
                "https://127.0.0.1:8006/api2/json/nodes/pve" + other + "/storage/local/upload");
        assertEquals(
                "OK",
                tasks(asked)
                        .end(MovingGuests.upid(JSON.readTree(said).path("data").asText())));
        Path there = rig.data(other).resolve("storage/template/iso/" + name);
        assertEquals(MovingGuests.sum(file), MovingGuests.sum(there));
        Files.delete(file);
    }

    /** The guest with the disk goes to another node, asked for through a third or any; its disk is as it was. */
    void moves(MovingGuests guests, int to) throws Exception {
        int from = guests.owners(1, "qemu-server", MOVES).getFirst();
        if (from == to) {
            return;
        }
        int asked = 1 + Math.floorMod(rounds++, nodes);
        String upid = tasks(asked).begin(guest(from, MOVES) + "/migrate", Map.of("target", "pve" + to));
        assertEquals("OK", tasks(asked).end(upid), () -> "from pve" + from + " to pve" + to);
        moves++;
        for (int node = 1; node <= nodes; node++) {
            int seen = node;
            Await.until(
                    "pve" + node + " has it there",
                    SOON,
                    () -> guests.owners(seen, "qemu-server", MOVES).equals(List.of(to)));
            Await.until("pve" + node + " tells once of each of " + moves + " moves", SOON, () -> {
                ended(seen);
                return moved.getOrDefault(seen, Set.of()).size() == moves;
            });
        }
        assertEquals(1, List.copyOf(moved.values()).stream().distinct().count(), moved::toString);
        Await.until(
                "its old disk is gone", SOON, () -> guests.files(from, MOVES).isEmpty());
        assertEquals(List.of(disk), List.copyOf(guests.files(to, MOVES).values()));
    }
}
