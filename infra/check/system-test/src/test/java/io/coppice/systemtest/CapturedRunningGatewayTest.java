package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody runs programs as the gateway's user beside a real node, all its services in processes of their own: they see
 * what the gateway may see, replay what it was shown, and become nobody else.
 */
class CapturedRunningGatewayTest {
    private static final List<String> SERVICES =
            List.of("auth", "backup", "compute", "metrics", "network", "node", "storage");

    @TempDir
    static Path folder;

    private static RunningNode node;
    private static CapturedProcess captured;
    private static ApiClient admin;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        node = RunningNode.up(folder.resolve("data"), "--split");
        captured = new CapturedProcess(node, folder);
        admin = node.admin();
    }

    @AfterAll
    static void down() throws Exception {
        if (captured != null) {
            captured.close();
        }
        if (node != null) {
            node.close();
        }
    }

    private static String say(String service, String endpoint, String parameters, String credential) throws Exception {
        String envelope = "{\"endpoint\":\"" + endpoint + "\",\"parameters\":" + parameters + "," + credential + "}";
        return captured.ask("say", node.data().resolve("run").resolve(service).resolve("api.sock"), envelope);
    }

    private static void assertNoUser(String user) throws Exception {
        for (var one : admin.get("/access/users").data()) {
            assertFalse(one.path("userid").asText().equals(user), user + " is there");
        }
    }

    @Test
    void it_cannot_say_that_it_is_root_or_a_service() throws Exception {
        for (String credential : List.of(
                "\"vouched\":\"root@pam\"",
                "\"vouched\":\"system:compute@" + node.name() + "\"",
                "\"client\":\"127.0.0.1\"",
                "\"ticket\":\"PVE:root@pam:00000000::AAAA\"",
                "\"ticket\":\"\"",
                "\"token\":\"root@pam!x=00000000-0000-0000-0000-000000000000\"",
                "\"token\":\"\",\"vouched\":\"root@pam\"",
                "\"user\":\"root@pam\",\"identity\":{\"Internal\":\"system:x\"}")) {
            String answer = say("auth", "POST /access/users", "{\"userid\":\"evil@pve\"}", credential);
            assertTrue(answer.matches("HTTP/1.1 40[13] .*"), () -> credential + " -> " + answer);
        }
        assertNoUser("evil@pve");
    }

    @Test
    void a_forged_ticket_is_refused_and_a_replayed_one_ends_with_its_user() throws Exception {
        String password = "another-Password-7";
        assertEquals(
                200,
                admin.post("/access/users", Map.of("userid", "shown@pve", "password", password))
                        .status());
        String ticket = node.nobody()
                .post("/access/ticket", Map.of("username", "shown@pve", "password", password))
                .data()
                .path("ticket")
                .asText();
        String shown = "\"ticket\":\"" + ticket + "\"";
        assertTrue(say("auth", "GET /access/users", "{}", shown).startsWith("HTTP/1.1 200 "));
        assertTrue(say("auth", "POST /access/users", "{\"userid\":\"evil@pve\"}", shown)
                .startsWith("HTTP/1.1 403 "));
        for (String forged : List.of(
                ticket.replace("shown@pve", "root@pam"),
                ticket.replace("shown@pve", "admin@pve"),
                ticket.substring(0, ticket.length() - 6),
                ticket.replaceFirst(
                        "::.*", "::" + ticket.replaceFirst(".*::", "").repeat(2)))) {
            String answer = say("auth", "GET /access/users", "{}", "\"ticket\":\"" + forged + "\"");
            assertTrue(answer.startsWith("HTTP/1.1 401 "), () -> forged + " -> " + answer);
        }
        assertEquals(200, admin.delete("/access/users/shown@pve").status());
        assertTrue(say("auth", "GET /access/users", "{}", shown).startsWith("HTTP/1.1 401 "));
        assertNoUser("evil@pve");
    }

    @Test
    void what_services_say_to_each_other_is_not_there_for_it() throws Exception {
        String mine = "\"vouched\":\"system:gateway@" + node.name() + "\"";
        for (String service : SERVICES) {
            Path run = node.data().resolve("run");
            String answer = captured.ask("open", run.resolve(service).resolve("service.sock"));
            assertTrue(answer.startsWith("no: "), () -> service + " listens: " + answer);
            String inner = say(service, "GET /coppice/internal/seen/" + service, "{}", mine);
            assertTrue(inner.matches("HTTP/1.1 (401|501) .*"), () -> service + " -> " + inner);
        }
        for (String kind : List.of("store", "live")) {
            try (Stream<Path> sockets = Files.list(node.data().resolve("run").resolve(kind))) {
                List<Path> others = sockets.filter(s -> s.toString().endsWith(".sock"))
                        .filter(s -> !s.endsWith("gateway.sock"))
                        .toList();
                assertFalse(others.isEmpty());
                for (Path socket : others) {
                    String answer = captured.ask("open", socket);
                    assertTrue(answer.startsWith("no: "), () -> socket + ": " + answer);
                }
            }
        }
    }

    @Test
    void its_door_to_the_truth_shows_no_secret_and_takes_no_change() throws Exception {
        assertEquals(
                "documents true, secrets 0", captured.ask("truth", node.data().resolve("run/store/gateway.sock")));
        assertNoUser("evil@pve");
    }

    @Test
    void files_and_processes_of_the_node_are_closed_to_it() throws Exception {
        Path data = node.data();
        for (String closed : List.of("store", "secret", "tasks", "events", "kafka", "storage/images", "storage/dump")) {
            String answer = captured.ask("list", data.resolve(closed));
            assertTrue(answer.startsWith("no: "), () -> closed + ": " + answer);
        }
        for (String closed : List.of("secret/keyring", "etc-pve/priv/token.cfg", "secret/kafka.properties")) {
            String answer = captured.ask("read", data.resolve(closed));
            assertTrue(answer.startsWith("no: "), () -> closed + ": " + answer);
        }
        for (String process : SERVICES) {
            long pid = node.pid(process);
            for (String file : List.of("mem", "environ", "maps")) {
                String answer = captured.ask("read", "/proc/" + pid + "/" + file);
                assertTrue(answer.startsWith("no: "), () -> process + " " + file + ": " + answer);
            }
            assertTrue(captured.ask("write", "/proc/" + pid + "/mem").startsWith("no: "));
            captured.ask("kill", pid);
            assertTrue(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), process + " was ended");
        }
    }

    @Test
    void live_state_of_the_nodes_own_process_cannot_be_reached_from_the_network() throws Exception {
        long holder = node.pid("node");
        // it joins in the background, and nothing waits for it
        Await.until(
                "live state listens",
                Duration.ofMinutes(1),
                () -> !Host.loopbackListeners(holder).isEmpty());
        List<Host.Address> members = Host.loopbackListeners(holder);
        for (Host.Address at : members) {
            String answer = captured.ask("connect", at.host(), at.port());
            assertTrue(answer.startsWith("no: "), () -> at + ": " + answer);
        }
    }
}
