package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.gateway.http.Listener;
import io.coppice.store.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections: how long they live, what goes over one, and that a request on its way keeps it. */
class ConnectionWireTest {
    private static final Duration IDLE = Duration.ofSeconds(2);

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static String auth;

    @BeforeAll
    static void start() throws Exception {
        node = new InProcessNode(folder, IDLE);
        auth = "Cookie: PVEAuthCookie=" + node.ticket("root@pam", Duration.ZERO) + "\r\nCSRFPreventionToken: "
                + node.csrf("root@pam") + "\r\n";
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @Test
    void clients_that_pool_connections_for_a_minute_keep_them() {
        assertTrue(Listener.IDLE.compareTo(Duration.ofSeconds(60)) > 0);
    }

    @Test
    void an_idle_connection_ends_and_one_in_use_goes_on() throws Exception {
        try (Wire idle = node.wire();
                Wire used = node.wire()) {
            idle.ask("GET /api2/json/version", auth);
            long until = System.nanoTime() + IDLE.multipliedBy(2).toNanos();
            while (System.nanoTime() < until) {
                assertEquals(200, used.ask("GET /api2/json/version", auth).status());
            }
            assertTrue(idle.ends());
        }
    }

    @Test
    void a_request_on_its_way_keeps_its_connection_however_long_it_takes() throws Exception {
        try (Wire wire = node.wire()) {
            assertEquals(
                    200,
                    wire.ask("POST /api2/json/nodes/pve1/qemu", auth, "vmid=100&memory=32")
                            .status());
        }
        try (Wire wire = node.wire();
                AutoCloseable line = node.holdGuest(100)) {
            wire.send("PUT /api2/json/nodes/pve1/qemu/100/config HTTP/1.1\r\nHost: x\r\n" + auth
                    + "Content-Length: 11\r\n\r\nmemory=1024");
            Wire.Reply late = wire.read();
            assertEquals(500, late.status());
            assertEquals("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", late.reason());
        }
    }

    @Test
    void requests_sent_at_once_are_answered_in_order() throws Exception {
        try (Wire wire = node.wire()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                all.append("GET /api2/json/")
                        .append(i % 2 == 0 ? "version" : "nothing")
                        .append(" HTTP/1.1\r\nHost: x\r\n")
                        .append(auth)
                        .append("\r\n");
            }
            wire.send(all.toString());
            for (int i = 0; i < 50; i++) {
                assertEquals(i % 2 == 0 ? 200 : 501, wire.read().status());
            }
        }
    }

    @Test
    void a_client_that_expects_leave_gets_it_and_only_when_its_head_is_good() throws Exception {
        String login = "username=admin%40pve&password=" + InProcessNode.PASSWORD;
        String head = " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + login.length() + "\r\n\r\n";
        try (Wire wire = node.wire()) {
            wire.send("POST /api2/json/access/ticket" + head);
            assertEquals(100, wire.read().status());
            assertEquals(200, wire.send(login).read().status());
        }
        try (Wire wire = node.wire()) {
            wire.send("POST /api2/json/access/users" + head);
            assertEquals(401, wire.read().status());
            assertTrue(wire.ends());
        }
    }

    @Test
    void a_chunked_body_is_a_body() throws Exception {
        String login = "username=admin%40pve&password=" + InProcessNode.PASSWORD;
        try (Wire wire = node.wire()) {
            wire.send("POST /api2/json/access/ticket HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (String part : List.of(login.substring(0, 5), login.substring(5))) {
                wire.send(Integer.toHexString(part.length()) + ";ext=1\r\n" + part + "\r\n");
            }
            assertEquals(200, wire.send("0\r\n\r\n").read().status());
            assertEquals(200, wire.ask("GET /api2/json/version", auth).status());
        }
    }

    @Test
    void nobody_is_told_to_come_back_later() throws Exception {
        try (Wire wire = node.wire()) {
            for (int i = 0; i < 500; i++) {
                assertEquals(200, wire.ask("GET /api2/json/version", auth).status());
            }
        }
    }

    @Test
    void a_refused_request_with_a_body_leaves_its_connection_usable() throws Exception {
        try (Wire wire = node.wire()) {
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        401,
                        wire.ask("POST /api2/json/access/users", "", "x".repeat(50_000))
                                .status());
            }
            assertEquals(200, wire.ask("GET /api2/json/version", auth).status());
        }
    }

    @Test
    void http_1_0_is_answered_and_closed() throws Exception {
        try (Wire wire = node.wire()) {
            wire.send("GET /api2/json/version HTTP/1.0\r\n" + auth + "\r\n");
            assertEquals(200, wire.read().status());
            assertTrue(wire.ends());
        }
    }

    @Test
    void an_upload_is_streamed_to_disk_and_moved_away() throws Exception {
        String part = "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\niso\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"filename\"; filename=\"small.iso\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n" + "x".repeat(100_000) + "\r\n--b--\r\n";
        try (Wire wire = node.wire()) {
            Wire.Reply reply = wire.ask(
                    "POST /api2/json/nodes/pve1/storage/local/upload",
                    auth + "Content-Type: multipart/form-data; boundary=b\r\n",
                    part);
            assertEquals(200, reply.status(), reply::text);
            Path there = folder.resolve("storage/template/iso/small.iso");
            Await.until("the file", Duration.ofSeconds(20), () -> Files.exists(there));
            assertEquals(100_000, Files.size(there));
            Await.until("an empty spool", Duration.ofSeconds(20), () -> node.spooled() == 0);
        }
        assertFalse(Files.exists(folder.resolve("storage/template/iso/other.iso")));
    }

    /** What it has seen keeps it waiting for a second, in which it goes. */
    @Test
    void half_an_upload_of_a_client_that_went_before_its_turn_leaves_no_file() throws Exception {
        Revision now = node.store.image().revision();
        String ahead = "Coppice-Revision: " + new Revision(now.incarnation(), now.number() + 1_000_000) + "\r\n";
        try (Wire wire = node.wire()) {
            wire.send("POST /api2/json/nodes/pve1/storage/local/upload HTTP/1.1\r\nHost: localhost\r\n" + auth + ahead
                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 200000\r\n\r\n--b\r\n"
                    + "Content-Disposition: form-data; name=\"filename\"; filename=\"half.iso\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n" + "x".repeat(50_000));
        }
        try (Wire wire = node.wire()) {
            for (int waits = 0; waits < 2; waits++) {
                assertEquals(
                        200, wire.ask("GET /api2/json/version", auth + ahead).status());
            }
        }
        Await.until("an empty spool", Duration.ofSeconds(20), () -> node.spooled() == 0);
    }
}
