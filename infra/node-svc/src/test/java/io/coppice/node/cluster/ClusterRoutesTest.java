package io.coppice.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.live.Live;
import io.coppice.live.LocalLive;
import io.coppice.node.host.HostStatus;
import io.coppice.node.host.ProcFiles;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterRoutesTest {
    private static final Figures FIGURES = new Figures() {
        @Override
        public Map<String, Object> guest(Vmid vmid, boolean inReach) {
            return inReach && vmid.number() == 100
                    ? Map.of("status", "running", "cpu", 0.5)
                    : Map.of("status", "unknown", "asof", 7);
        }

        @Override
        public Map<String, Object> storage(String node, String storage, boolean inReach) {
            return Map.of("status", inReach ? "available" : "unknown");
        }
    };
    private final MemoryStore store = new MemoryStore();
    private final HostStatus host = new HostStatus(new ProcFiles(Path.of("/")), List::of);
    private final NodeEntries nodes = new NodeEntries(
            Members.alone(new Members.Member(new NodeName("pve1"), 0, "127.0.0.1", "AA")),
            host,
            new LocalLive(new NodeName("pve1"), Clock.systemUTC()),
            Clock.systemUTC());
    private final Resources resources = new Resources(store, FIGURES, nodes);

    @AfterEach
    void close() {
        store.close();
    }

    private void put(Service writer, String path, String text) {
        assertInstanceOf(
                Outcome.Done.class,
                store.submit(Change.by(writer, "root@pam").put(path, text).build()));
    }

    private static Caller who(String... paths) {
        Set<String> allowed = Set.of(paths);
        return new Caller(
                new Identity.Nobody(), (path, privilege) -> allowed.contains(path), new Credential.None(), "");
    }

    @Test
    void a_caller_sees_only_what_it_may_and_figures_where_they_are_fresh() {
        put(Service.COMPUTE, "nodes/pve1/qemu-server/100.conf", "name: web\nmemory: 256\ncores: 2\nsockets: 2\n");
        put(Service.COMPUTE, "nodes/pve1/qemu-server/101.conf", "memory: 64\n[snap]\nmemory: 32\n");
        put(Service.STORAGE, "storage.cfg:local", "dir: local\n\tpath /x\n\tcontent iso\n");
        List<Map<String, Object>> seen = resources.list(who("/vms/100", "/storage/local"), Optional.empty());
        assertEquals(
                List.of("qemu/100", "node/pve1", "storage/pve1/local"),
                seen.stream().map(e -> e.get("id")).toList());
        Map<String, Object> web = seen.getFirst();
        assertEquals("running", web.get("status"));
        assertEquals("web", web.get("name"));
        assertEquals(4L, web.get("maxcpu"));
        assertEquals(256L << 20, web.get("maxmem"));
        assertTrue(!seen.get(1).containsKey("cpu"));
    }

    @Test
    void what_is_on_a_node_out_of_reach_is_unknown_and_its_age_is_told() {
        put(Service.COMPUTE, "nodes/pve1/qemu-server/101.conf", "memory: 64\n");
        put(Service.COMPUTE, "nodes/pve2/qemu-server/100.conf", "memory: 64\n");
        put(Service.STORAGE, "storage.cfg:local", "dir: local\n\tpath /x\n\tcontent iso\n");
        NodeName one = new NodeName("pve1");
        NodeName two = new NodeName("pve2");
        List<Members.Member> all =
                List.of(new Members.Member(one, 1, "10.0.0.1", "AA"), new Members.Member(two, 2, "10.0.0.2", "BB"));
        LocalLive live = new LocalLive(one, Clock.systemUTC());
        live.accept("node", new Live.Item("pve2", two, Clock.systemUTC().millis(), Map.of("cpu", 0.25)));
        Set<NodeName> online = new HashSet<>(Set.of(one, two));
        NodeEntries entries = new NodeEntries(
                new Members(one, Optional.of("wood"), all, online::contains), host, live, Clock.systemUTC());
        Resources cluster = new Resources(store, FIGURES, entries);
        Caller caller = who("/vms/100", "/storage/local", "/nodes/pve2");
        assertEquals(
                List.of("running", "online", "online", "available", "available"),
                cluster.list(caller, Optional.empty()).stream()
                        .map(e -> e.get("status"))
                        .toList());
        assertEquals("0.25", String.valueOf(entry(cluster, caller, "node/pve2").get("cpu")));
        online.remove(two);
        assertEquals(
                List.of("unknown", "online", "offline", "available", "unknown"),
                cluster.list(caller, Optional.empty()).stream()
                        .map(e -> e.get("status"))
                        .toList());
        assertEquals(7L, entry(cluster, caller, "qemu/100").get("asof"));
        assertFalse(entry(cluster, caller, "node/pve2").containsKey("cpu"));
        assertTrue(entry(cluster, caller, "node/pve2").containsKey("asof"));
    }

    private NodeEntries voting(Set<NodeName> online, boolean witness, String... voters) {
        return voting(online, true, witness, voters);
    }

    private NodeEntries voting(Set<NodeName> online, boolean quorate, boolean witness, String... voters) {
        List<Members.Member> all = List.of(
                new Members.Member(new NodeName("pve1"), 1, "10.0.0.1", "AA"),
                new Members.Member(new NodeName("pve2"), 2, "10.0.0.2", "BB"));
        Votes votes = new Votes(
                witness
                        ? Optional.of(new Members.Member(new NodeName("wit"), 0, "10.0.0.9:8016", ""))
                        : Optional.empty(),
                Stream.of(voters).map(NodeName::new).collect(Collectors.toSet()));
        return new NodeEntries(
                () -> new Members(new NodeName("pve1"), Optional.of("wood"), all, online::contains, quorate, votes),
                host,
                new LocalLive(new NodeName("pve1"), Clock.systemUTC()),
                Clock.systemUTC());
    }

    @Test
    void two_nodes_say_that_either_ones_loss_stops_changes() {
        Set<NodeName> both = Set.of(new NodeName("pve1"), new NodeName("pve2"));
        Map<String, Object> cluster =
                voting(both, false, "pve1", "pve2").status().getFirst();
        assertEquals(0, cluster.get("spare"));
        assertTrue(String.valueOf(cluster.get("warning"))
                .startsWith("the loss of either of pve1, pve2 stops all changes"));
        assertEquals(Map.of(), voting(both, false, "pve1", "pve2").qdevice());
    }

    /** Enough of those who vote are back, but they have no leader yet. */
    @Test
    void while_no_change_is_taken_nothing_is_said_of_what_may_still_be_lost() {
        Set<NodeName> online = Set.of(new NodeName("pve1"), new NodeName("wit"));
        Map<String, Object> cluster =
                voting(online, false, true, "pve1", "pve2", "wit").status().getFirst();
        assertEquals(false, cluster.get("quorate"));
        assertFalse(cluster.containsKey("spare") || cluster.containsKey("warning"));
        assertEquals("pve1,pve2,wit", cluster.get("voters"));
    }

    @Test
    void with_a_witness_one_may_be_lost_and_it_is_told_apart_from_nodes() {
        Set<NodeName> online = new HashSet<>(Set.of(new NodeName("pve1"), new NodeName("pve2"), new NodeName("wit")));
        NodeEntries three = voting(online, true, "pve1", "pve2", "wit");
        Map<String, Object> cluster = three.status().getFirst();
        assertEquals(1, cluster.get("spare"));
        assertFalse(cluster.containsKey("warning"));
        assertEquals("pve1,pve2,wit", cluster.get("voters"));
        assertEquals(2, cluster.get("nodes"));
        assertEquals(3, three.status().size());
        assertEquals("Connected", three.qdevice().get("State"));
        assertEquals(1, three.qdevice().get("Votes"));
        online.remove(new NodeName("wit"));
        assertEquals(false, three.status().getFirst().get("witness-online"));
        assertEquals(
                "out of reach: wit; the loss of one more of pve1, pve2 stops all changes",
                three.status().getFirst().get("warning"));
        assertEquals("Disconnected", three.qdevice().get("State"));
    }

    private static Map<String, Object> entry(Resources resources, Caller caller, String id) {
        return resources.list(caller, Optional.empty()).stream()
                .filter(e -> e.get("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_guest_without_fresh_figures_is_unknown_and_its_type_can_be_asked_for() {
        put(Service.COMPUTE, "nodes/pve1/qemu-server/101.conf", "memory: 64\n");
        List<Map<String, Object>> seen = resources.list(who("/vms/101"), Optional.of("vm"));
        assertEquals(Set.of("unknown"), seen.stream().map(e -> e.get("status")).collect(Collectors.toSet()));
        assertEquals("VM 101", seen.getFirst().get("name"));
    }
}
