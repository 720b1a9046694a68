package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the node's processes may do, and how they are brought up again. */
class ProcessesTest {
    @TempDir
    static Path folder;

    private static RunningNode node;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        node = RunningNode.up(folder.resolve("data"));
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void the_gateway_is_not_root_and_has_no_capability() throws Exception {
        long gateway = node.pid("gateway");
        for (String uid : Host.status(gateway, "Uid").split("\\s+")) {
            assertNotEquals("0", uid);
        }
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertEquals("0000000000000000", Host.status(gateway, set), set);
        }
        assertEquals("1", Host.status(gateway, "NoNewPrivs"));
    }

    @Test
    void the_gateways_user_can_read_its_own_key_and_nothing_else_that_is_secret() throws Exception {
        String[] find = {
            "setpriv",
            "--reuid=coppice",
            "--regid=coppice",
            "--init-groups",
            "find",
            node.data().toString(),
            "-type",
            "f",
            "-readable",
            "-not",
            "-path",
            "*/lib/*"
        };
        Set<Path> readable = Programs.run(folder, Map.of(), 60, find)
                .output()
                .lines()
                .filter(l -> l.startsWith("/"))
                .map(l -> node.data().relativize(Path.of(l)))
                .collect(java.util.stream.Collectors.toSet());
        assertTrue(readable.contains(Path.of("gateway/tls.key")), readable::toString);
        for (Path file : readable) {
            String top = file.getName(0).toString();
            assertTrue(Set.of("gateway", "run").contains(top), file + " can be read by the gateway");
            assertTrue(
                    !file.toString().endsWith(".key") || file.equals(Path.of("gateway/tls.key")),
                    file + " can be read by the gateway");
        }
    }

    @Test
    void the_gateway_alone_listens_on_the_network_and_on_one_port() throws Exception {
        assertEquals(Set.of(node.port()), Host.networkPorts(node.pid("gateway")));
        assertEquals(Set.of(), Host.networkPorts(node.pid("node")));
    }

    @Test
    void up_of_what_is_up_says_so() throws Exception {
        assertTrue(node.coppice("up").contains("up already"));
    }

    @Test
    void a_first_password_that_nobody_has_seen_is_shown_by_the_next_up() throws Exception {
        Path unseen = node.data().resolve("run/first-password");
        Files.writeString(unseen, RunningNode.PASSWORD);
        assertTrue(node.coppice("up").contains("admin@pve with the password " + RunningNode.PASSWORD));
        assertTrue(Files.notExists(unseen));
    }

    @Test
    void what_is_up_is_not_started_in_another_shape_or_on_another_port_beside_itself() throws Exception {
        assertTrue(node.refusedUp("--port", "1").contains("up already, on port " + node.port()));
        assertTrue(node.refusedUp("--split").contains("all services in one process"));
        assertTrue(Files.notExists(node.data().resolve("run/auth.pid")));
    }

    @Test
    void what_was_acknowledged_is_there_after_the_processes_were_killed() throws Exception {
        ApiClient api = node.admin();
        assertEquals(
                200, api.post("/access/users", Map.of("userid", "kept@pve")).status());
        for (String process : List.of("node", "gateway")) {
            long pid = node.pid(process);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            Await.until(
                    "the end of " + process,
                    Duration.ofSeconds(10),
                    () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
        node.start();
        assertEquals(200, node.admin().get("/access/users/kept@pve").status());
    }
}
