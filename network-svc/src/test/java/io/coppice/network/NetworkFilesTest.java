package io.coppice.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.network.NetworkApi;
import io.coppice.store.memory.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files below another root: everything but applying. */
class NetworkFilesTest {
    private static final String FILE = "auto lo\niface lo inet loopback\n\niface eth7 inet manual\n";

    @TempDir
    private Path base;

    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(base, new MemoryStore(), Optional.empty(), Duration.ofSeconds(60));
        Files.createDirectories(node.file("interfaces").getParent());
        Files.writeString(node.file("interfaces"), FILE);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private NetworkApi.Listed list(Object... pairs) {
        return (NetworkApi.Listed) Objects.requireNonNull(node.ask("GET " + TestNode.PATH, pairs));
    }

    private Map<String, Object> one(String name) {
        return list().data().stream()
                .filter(i -> name.equals(i.get("iface")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_change_waits_beside_the_file_and_is_shown_as_a_difference() throws Exception {
        assertEquals(Optional.empty(), list().changes());
        node.ask("POST " + TestNode.PATH, "iface", "vmbr7", "type", "bridge", "cidr", "10.7.0.1/24", "mtu", 1400);
        assertEquals(FILE, Files.readString(node.file("interfaces")));
        assertEquals("10.7.0.1/24", one("vmbr7").get("cidr"));
        assertEquals(1400L, one("vmbr7").get("mtu"));
        String changes = list().changes().orElseThrow();
        assertTrue(changes.contains("\n+iface vmbr7 inet static\n+\taddress 10.7.0.1/24\n"), changes);
        assertEquals(
                List.of("vmbr7"),
                list("type", "any_bridge").data().stream()
                        .map(i -> i.get("iface"))
                        .toList());
        Map<?, ?> read = (Map<?, ?>) node.ask("GET " + TestNode.PATH + "/{iface}", "iface", "vmbr7");
        assertEquals("static", Objects.requireNonNull(read).get("method"));
        node.ask("PUT " + TestNode.PATH + "/{iface}", "iface", "vmbr7", "type", "bridge", "delete", "cidr,mtu");
        assertEquals("manual", one("vmbr7").get("method"));
        node.ask("DELETE " + TestNode.PATH + "/{iface}", "iface", "vmbr7");
        assertTrue(list().data().stream().noneMatch(i -> "vmbr7".equals(i.get("iface"))));
        node.ask("DELETE " + TestNode.PATH);
        assertFalse(Files.exists(node.file("interfaces.new")));
        assertTrue(list().data().stream().noneMatch(i -> "lo".equals(i.get("iface"))));
    }

    @Test
    void who_may_not_is_refused_and_what_does_not_fit_is_named() {
        String nobody = "u@pve";
        assertEquals(
                "403 Permission check failed (/nodes/pve1, Sys.Modify)",
                node.refusal(nobody, "POST " + TestNode.PATH, "iface", "vmbr7", "type", "bridge"));
        assertEquals(
                "403 Permission check failed (/nodes/pve1, Sys.Modify)", node.refusal(nobody, "PUT " + TestNode.PATH));
        assertEquals(
                "403 Permission check failed (/nodes/pve1, Sys.Modify)",
                node.refusal(nobody, "DELETE " + TestNode.PATH));
        assertEquals(
                "403 Permission check failed (/nodes/pve1, Sys.Audit)",
                node.refusal(nobody, "GET " + TestNode.PATH + "/{iface}", "iface", "eth7"));
        assertEquals(
                "400 Parameter verification failed. {iface=interface does not exist}",
                node.refusal("root@pam", "GET " + TestNode.PATH + "/{iface}", "iface", "none"));
        for (String[] bad : new String[][] {
            {"address", "10.0.0.300"},
            {"cidr", "10.0.0.1/33"},
            {"cidr6", "fd00::1/129"},
            {"gateway6", "10.0.0.1"},
            {"mtu", "1279"},
            {"bridge_vids", "1-5000"},
            {"bridge_ports", "eth7;../x"},
            {"bond_mode", "fast"},
            {"netmask", "255.0.255.0"},
            {"iface", "../../etc"},
            {"type", "cloud"},
            {"autostart", "maybe"},
            {"nonsense", "1"}
        }) {
            String refusal = node.refusal(
                    "root@pam", "POST " + TestNode.PATH, "iface", "vmbr7", "type", "bridge", bad[0], bad[1]);
            assertTrue(refusal.startsWith("400 ") && refusal.contains(bad[0] + "="), bad[0] + ": " + refusal);
        }
        assertFalse(Files.exists(node.file("interfaces.new")));
    }

    @Test
    void what_is_not_the_hosts_is_not_applied() throws Exception {
        node.ask("POST " + TestNode.PATH, "iface", "vmbr7", "type", "bridge", "autostart", 1);
        String pending = Files.readString(node.file("interfaces.new"));
        String end = node.end(node.apply(0));
        assertTrue(end.contains("network.namespace"), end);
        assertEquals(FILE, Files.readString(node.file("interfaces")));
        assertEquals(pending, Files.readString(node.file("interfaces.new")));
    }
}
