package io.coppice.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.contract.api.network.NetworkApi;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.store.memory.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a network namespace, whose eth0 is a cable to a client in another one. */
class NamespaceTest {
    private static final String FILE = "auto lo\niface lo inet loopback\n\n"
            + "auto eth0\niface eth0 inet static\n\taddress 192.0.2.2/24\n\niface eth1 inet manual\n";
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Commands HOST = new HostCommands();

    @TempDir
    private Path base;

    private final String namespace = "cn" + ProcessHandle.current().pid() + "n";
    private final String client = "cn" + ProcessHandle.current().pid() + "c";
    private final MemoryStore store = new MemoryStore();
    private TestNode node;

    private static Commands.Ended run(String... argv) throws Exception {
        return HOST.run(List.of(argv), Duration.ofSeconds(20));
    }

    private static void must(String... argv) throws Exception {
        Commands.Ended ended = run(argv);
        assertTrue(ended.ok(), () -> String.join(" ", argv) + ": " + ended.err());
    }

    private String inside(String... argv) throws Exception {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(argv));
        return run(all.toArray(String[]::new)).out();
    }

    private boolean answers(String address) throws Exception {
        return run("ip", "netns", "exec", client, "busybox", "ping", "-c", "1", "-W", "2", address)
                .ok();
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        assumeTrue(run("ip", "netns", "add", namespace).ok(), "this host makes no network namespaces");
        must("ip", "netns", "add", client);
        must("ip", "-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", client);
        must("ip", "-n", namespace, "link", "add", "eth1", "type", "veth", "peer", "name", "eth1", "netns", client);
        must("ip", "-n", namespace, "address", "add", "192.0.2.2/24", "dev", "eth0");
        must("ip", "-n", namespace, "link", "set", "eth0", "up");
        must("ip", "-n", client, "address", "add", "192.0.2.1/24", "dev", "eth0");
        must("ip", "-n", client, "link", "set", "eth0", "up");
        Path folder = Files.createDirectories(base.resolve("etc/network"));
        Files.writeString(folder.resolve("interfaces"), FILE);
        node = node(LONG);
    }

    private TestNode node(Duration confirmWithin) throws Exception {
        return new TestNode(base, store, Optional.of(namespace), confirmWithin);
    }

    @AfterEach
    void stop() throws Exception {
        if (node != null) {
            node.close();
        }
        run("ip", "netns", "delete", namespace);
        run("ip", "netns", "delete", client);
    }

    private void giveCableToBridge() {
        node.ask("PUT " + TestNode.PATH + "/{iface}", "iface", "eth0", "type", "eth", "delete", "cidr", "confirm", 1);
        node.ask(
                "POST " + TestNode.PATH,
                "iface",
                "vmbr0",
                "type",
                "bridge",
                "bridge_ports",
                "eth0",
                "cidr",
                "192.0.2.2/24",
                "autostart",
                1,
                "confirm",
                1);
    }

    private boolean waits() {
        return ((NetworkApi.Waiting) Objects.requireNonNull(node.ask("GET /coppice/nodes/{node}/network/confirm")))
                .waiting();
    }

    private void awaitWaiting() {
        long end = System.nanoTime() + LONG.toNanos();
        while (!waits()) {
            assertTrue(System.nanoTime() < end, "the change does not come to wait to be confirmed");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void a_bridge_is_made_changed_and_removed() throws Exception {
        node.ask(
                "POST " + TestNode.PATH,
                "iface",
                "vmbr1",
                "type",
                "bridge",
                "bridge_ports",
                "eth1",
                "cidr",
                "10.16.0.1/24",
                "cidr6",
                "fd16:0::1/64",
                "autostart",
                1,
                "mtu",
                1400);
        assertEquals("OK", node.end(node.apply(0)));
        String shown = inside("ip", "-o", "address", "show", "dev", "vmbr1");
        assertTrue(shown.contains("10.16.0.1/24") && shown.contains("fd16::1/64"), shown);
        assertTrue(inside("ip", "link", "show", "eth1").contains("master vmbr1"));
        assertTrue(inside("ip", "link", "show", "vmbr1").contains("mtu 1400"));
        assertFalse(Files.exists(node.file("interfaces.new")));
        // a guest's tap is no business of the file
        must("ip", "-n", namespace, "tuntap", "add", "dev", "tap1601i0", "mode", "tap");
        must("ip", "-n", namespace, "link", "set", "tap1601i0", "master", "vmbr1");
        node.ask(
                "PUT " + TestNode.PATH + "/{iface}",
                "iface",
                "vmbr1",
                "type",
                "bridge",
                "cidr",
                "10.16.0.2/24",
                "bridge_ports",
                "");
        assertEquals("OK", node.end(node.apply(0)));
        shown = inside("ip", "-o", "address", "show", "dev", "vmbr1");
        assertTrue(shown.contains("10.16.0.2/24") && !shown.contains("10.16.0.1/24"), shown);
        assertFalse(inside("ip", "link", "show", "eth1").contains("master"));
        assertTrue(inside("ip", "link", "show", "tap1601i0").contains("master vmbr1"));
        node.ask("DELETE " + TestNode.PATH + "/{iface}", "iface", "vmbr1");
        assertEquals("OK", node.end(node.apply(0)));
        assertFalse(inside("ip", "link").contains("vmbr1"));
        assertTrue(answers("192.0.2.2"));
    }

    @Test
    void what_carries_the_connection_is_given_to_a_bridge_only_when_that_is_confirmed() throws Exception {
        String refusal = node.refusal(
                "root@pam", "POST " + TestNode.PATH, "iface", "vmbr0", "type", "bridge", "bridge_ports", "eth0");
        assertTrue(refusal.startsWith("400 ") && refusal.contains("confirm='vmbr0' takes 'eth0'"), refusal);
        assertFalse(Files.exists(node.file("interfaces.new")));
        giveCableToBridge();
        refusal = node.refusal("root@pam", "PUT " + TestNode.PATH);
        assertTrue(refusal.startsWith("400 ") && refusal.contains("confirm="), refusal);
        Upid upid = node.apply(1);
        awaitWaiting();
        assertTrue(answers("192.0.2.2"), "the bridge has the address");
        assertTrue(
                node.refusal("root@pam", "PUT " + TestNode.PATH, "confirm", 1).contains("waits to be confirmed"));
        node.ask("POST /coppice/nodes/{node}/network/confirm");
        assertEquals("OK", node.end(upid));
        assertTrue(inside("ip", "link", "show", "eth0").contains("master vmbr0"));
        assertTrue(answers("192.0.2.2"));
        assertTrue(Files.readString(node.file("interfaces")).contains("bridge-ports eth0"));
    }

    @Test
    void what_nobody_confirms_goes_back_by_itself() throws Exception {
        node.close();
        node = node(SOON);
        giveCableToBridge();
        String end = node.end(node.apply(1));
        assertTrue(end.contains("was not confirmed within 3 s"), end);
        assertBack();
        String refusal = node.refusal("root@pam", "POST /coppice/nodes/{node}/network/confirm");
        assertTrue(refusal.contains("no change of the network waits"), refusal);
    }

    @Test
    void it_goes_back_also_when_the_service_ended_meanwhile() throws Exception {
        node.close();
        node = node(SOON);
        giveCableToBridge();
        Upid upid = node.apply(1);
        awaitWaiting();
        node.close();
        assertTrue(inside("ip", "link", "show", "eth0").contains("master vmbr0"));
        node = node(SOON);
        assertTrue(node.end(upid).contains("was not confirmed"));
        assertBack();
    }

    private void assertBack() throws Exception {
        assertEquals(FILE, Files.readString(node.file("interfaces")));
        assertTrue(Files.readString(node.file("interfaces.new")).contains("bridge-ports eth0"));
        assertFalse(inside("ip", "link").contains("vmbr0"));
        assertTrue(inside("ip", "-o", "address", "show", "dev", "eth0").contains("192.0.2.2/24"));
        assertTrue(answers("192.0.2.2"), "the client reaches the node as before");
    }

    @Test
    void what_fails_half_way_is_taken_back() throws Exception {
        node.ask("POST " + TestNode.PATH, "iface", "vmbr1", "type", "bridge", "cidr", "10.16.0.1/24", "autostart", 1);
        node.ask("POST " + TestNode.PATH, "iface", "eth1.5", "type", "vlan", "autostart", 1, "mtu", 9000);
        must("ip", "-n", namespace, "link", "delete", "eth1");
        String end = node.end(node.apply(0));
        assertTrue(end.contains("failed"), end);
        assertEquals(FILE, Files.readString(node.file("interfaces")));
        assertTrue(Files.readString(node.file("interfaces.new")).contains("iface eth1.5"));
        assertFalse(inside("ip", "link").contains("vmbr1"));
        assertTrue(answers("192.0.2.2"));
    }
}
