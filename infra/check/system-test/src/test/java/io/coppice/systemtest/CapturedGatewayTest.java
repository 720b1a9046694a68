package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.socket.Peers;
import io.coppice.store.socket.RemoteStore;
import io.coppice.store.socket.StoreServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody has taken the gateway: this test's process is the user whom the services' sockets admit, and says there what it
 * likes. It can replay what it was shown, and become nobody else. (Who else may connect is {@code ProcessesTest}'s.)
 */
class CapturedGatewayTest {
    @TempDir
    static Path folder;

    private static InProcessNode node;

    @BeforeAll
    static void start() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(75));
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static String say(String service, String envelope) throws IOException {
        byte[] body = envelope.getBytes(StandardCharsets.UTF_8);
        try (SocketChannel channel = SocketChannel.open(
                UnixDomainSocketAddress.of(folder.resolve(service).resolve("api.sock")))) {
            String head = "POST /call HTTP/1.1\r\nHost: service\r\nConnection: close\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer rest = ByteBuffer.wrap(body);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer part = ByteBuffer.allocate(65_536);
            while (channel.read(part) >= 0) {
                all.write(part.array(), 0, part.position());
                part.clear();
            }
            return all.toString(StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "closed";
        }
    }

    private static String call(String endpoint, String parameters, String credential) {
        return "{\"endpoint\":\"" + endpoint + "\",\"parameters\":" + parameters + "," + credential + "}";
    }

    @Test
    void it_cannot_act_as_root_by_saying_so() throws Exception {
        String before = node.picture();
        String parameters = "{\"userid\":\"evil@pve\"}";
        for (String credential : List.of(
                "\"vouched\":\"root@pam\"",
                "\"vouched\":\"system:compute@pve1\"",
                "\"client\":\"127.0.0.1\"",
                "\"ticket\":\"PVE:root@pam:00000000::AAAA\"",
                "\"ticket\":\"\"",
                "\"token\":\"root@pam!x=y\"",
                "\"token\":\"\",\"vouched\":\"root@pam\"",
                "\"user\":\"root@pam\",\"identity\":{\"Internal\":\"system:x\"}")) {
            String answer = say("auth", call("POST /access/users", parameters, credential));
            assertTrue(answer.matches("(?s)HTTP/1.1 40[13] .*"), () -> credential + " -> " + answer);
        }
        assertEquals(before, node.picture());
    }

    @Test
    void endpoints_among_services_are_not_there_for_it() throws Exception {
        String root = "\"ticket\":\"" + node.ticket("root@pam", Duration.ZERO) + "\"";
        node.routes.all().stream()
                .map(served -> served.endpoint().toString())
                .filter(name -> name.contains("/coppice/internal/"))
                .forEach(name -> {
                    for (String form : List.of(name, name.replace(" /", "  /"), name + "/", name.toLowerCase())) {
                        String answer = sayQuietly("storage", call(form, "{}", root));
                        assertTrue(answer.startsWith("HTTP/1.1 501 "), () -> form + " -> " + answer);
                    }
                });
    }

    private static String sayQuietly(String service, String envelope) {
        try {
            return say(service, envelope);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_replayed_ticket_has_its_users_rights_and_no_more() throws Exception {
        String admin = "\"ticket\":\"" + node.ticket("root@pam", Duration.ZERO) + "\"";
        assertTrue(say("auth", call("POST /access/users", "{\"userid\":\"poor@pve\"}", admin))
                .startsWith("HTTP/1.1 200 "));
        String poor = "\"ticket\":\"" + node.ticket("poor@pve", Duration.ZERO) + "\"";
        String answer = say("auth", call("POST /access/users", "{\"userid\":\"evil@pve\"}", poor));
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        String old = "\"ticket\":\"" + node.ticket("root@pam", Duration.ofHours(-3)) + "\"";
        assertTrue(say("auth", call("POST /access/users", "{\"userid\":\"evil@pve\"}", old))
                .startsWith("HTTP/1.1 401 "));
    }

    @Test
    void a_file_that_is_not_in_the_spool_is_no_upload() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret/important"), "secret");
        Path link = folder.resolve("spool/upload-link");
        Files.createSymbolicLink(link, secret);
        String root = "\"ticket\":\"" + node.ticket("root@pam", Duration.ZERO) + "\"";
        String parameters = "{\"node\":\"pve1\",\"storage\":\"local\",\"content\":\"iso\",\"filename\":\"stolen.iso\"}";
        for (String file : List.of(
                secret.toString(),
                link.toString(),
                folder + "/spool/../secret/important",
                "/etc/shadow",
                "relative",
                "/proc/self/environ")) {
            String answer = say(
                    "storage",
                    call(
                            "POST /nodes/{node}/storage/{storage}/upload",
                            parameters,
                            root + ",\"uploadName\":\"stolen.iso\",\"uploadFile\":\"" + file + "\""));
            assertFalse(answer.startsWith("HTTP/1.1 200 "), () -> file + " -> " + answer);
        }
        assertEquals("secret", Files.readString(secret));
        assertFalse(Files.exists(folder.resolve("storage/template/iso/stolen.iso")));
        Files.delete(link);
    }

    @Test
    void what_is_no_envelope_is_an_error_and_stops_nothing() throws Exception {
        for (String envelope : List.of(
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"endpoint\":7}",
                "{\"endpoint\":\"GET /nothing\"}",
                "{\"endpoint\":\"GET /access/users\",\"parameters\":[1]}",
                "{\"a\":".repeat(50_000),
                "\u0000",
                "x".repeat(9_000_000))) {
            String answer = say("auth", envelope);
            assertFalse(answer.startsWith("HTTP/1.1 200 "), answer);
            assertFalse(answer.contains("\tat ") || answer.contains("Exception"), answer);
        }
        String root = "\"ticket\":\"" + node.ticket("root@pam", Duration.ZERO) + "\"";
        assertTrue(say("auth", call("GET /access/users", "{}", root)).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void its_door_to_the_truth_opens_one_way() throws Exception {
        Path socket = Files.createDirectories(folder.resolve("store")).resolve("gateway.sock");
        try (StoreServer server = StoreServer.listen(
                        node.store, socket, path -> !path.startsWith("priv/"), Set.of(), Peers.own());
                RemoteStore door = RemoteStore.connect(socket)) {
            assertEquals(List.of(), door.image().below("priv/"));
            for (Service claimed : Service.values()) {
                Outcome outcome = door.submit(Change.by(claimed, "root@pam")
                        .put("user.cfg:user:evil@pve", "user:evil@pve:1:0::::::\n")
                        .build());
                assertFalse(outcome instanceof Outcome.Done, () -> claimed + " wrote");
            }
        }
        assertFalse(node.picture().contains("evil@pve"));
    }
}
