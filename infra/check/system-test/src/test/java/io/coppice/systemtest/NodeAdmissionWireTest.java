package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.contract.word.NodeName;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.store.raft.Stores;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /cluster/config/nodes/{node}}, asked of the first node of a cluster, and what its answer is good for. */
class NodeAdmissionWireTest {
    private static final String NODES = "/cluster/config/nodes";
    private static final NodeName OTHER = new NodeName("pve2");

    @TempDir
    static Path folder;

    private static InProcessNode node;

    @BeforeAll
    static void a_cluster_of_one() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(75));
        new LinkCertificate(folder.resolve("secret")).ensure(InProcessNode.NAME, authority(), Instant.now());
        assertEquals(
                500,
                send("POST " + NODES + "/pve2", "root@pam", "").status(),
                "before there is a cluster nobody is prepared for");
        assertEquals(
                200,
                send("POST /cluster/config", "root@pam", "clustername=wood").status());
        Await.until(
                "the cluster has its first node",
                Duration.ofSeconds(30),
                () -> send("GET " + NODES, "root@pam", "").data().size() == 1);
    }

    @AfterAll
    static void down() throws Exception {
        node.close();
    }

    private static Authority authority() throws Exception {
        return Authority.ofFirstStart(folder.resolve("secret"), folder.resolve("gateway"));
    }

    private static Wire.Reply send(String call, String user, String form) throws Exception {
        String[] words = call.split(" ");
        String ticket = node.ticket(user, Duration.ZERO);
        try (Wire wire = node.wire()) {
            return wire.ask(
                    words[0] + " /api2/json" + words[1],
                    "Cookie: PVEAuthCookie=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8)
                            + "\r\nCSRFPreventionToken: " + node.csrf(user)
                            + "\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                    form);
        }
    }

    @Test
    void its_answer_has_what_lets_that_node_in_once_and_no_other() throws Exception {
        Wire.Reply prepared =
                send("POST " + NODES + "/pve2", "root@pam", "apiversion=1&nodeid=7&new_node_ip=192.0.2.2");
        assertEquals(200, prepared.status(), prepared::text);
        String key = prepared.data().path("corosync_authkey").asText();
        assertTrue(key.matches("join![0-9a-f]{32}"), prepared::text);
        assertEquals("", prepared.data().path("corosync_conf").asText("none"));
        assertTrue(prepared.data().path("warnings").toString().contains("/cluster/config/join"), prepared::text);
        assertFalse(node.picture().contains(key.substring(5)), "the truth has the key in the clear");

        LinkCertificate joining = new LinkCertificate(Files.createDirectories(folder.resolve("pve2")));
        joining.ensure(OTHER, authority(), Instant.now());
        ApiClient stranger = new ApiClient(node.port());
        Map<String, Object> ask = Map.of(
                "token",
                key,
                "node",
                OTHER.text(),
                "request",
                joining.request(OTHER),
                "address",
                "192.0.2.2:8016",
                "certificate",
                Files.readString(folder.resolve("gateway/tls.pem")),
                "number",
                7,
                "level",
                Stores.LEVEL);
        Map<String, Object> asAnother = new HashMap<>(ask);
        asAnother.put("node", "pve3");
        asAnother.put("request", joining.request(new NodeName("pve3")));
        assertEquals(
                401,
                stranger.post("/coppice/cluster/token-admissions", asAnother).status());
        Map<String, Object> tooOld = new HashMap<>(ask);
        tooOld.remove("level");
        ApiClient.Reply refused = stranger.post("/coppice/cluster/token-admissions", tooOld);
        assertTrue(refused.message().contains("the cluster is at level " + Stores.LEVEL), refused::message);
        tooOld.put("level", 0);
        assertEquals(
                400, stranger.post("/coppice/cluster/token-admissions", tooOld).status());
        ApiClient.Reply admitted = stranger.post("/coppice/cluster/token-admissions", ask);
        assertEquals(200, admitted.status(), admitted::message);
        assertTrue(send("GET " + NODES, "root@pam", "").text().contains("\"pve2\""));
        assertEquals(
                401, stranger.post("/coppice/cluster/token-admissions", ask).status(), "it was spent");
        Wire.Reply again = send("POST " + NODES + "/pve2", "root@pam", "");
        assertTrue(again.text().contains("belongs to the cluster already"), again::text);
    }

    @Test
    void the_cluster_tells_who_belongs_to_it_and_votes_and_invents_no_rings() throws Exception {
        JsonNode info = send("GET /cluster/config/join", "root@pam", "").data();
        assertEquals("pve1", info.path("preferred_node").asText());
        assertEquals("wood", info.path("totem").path("cluster_name").asText());
        assertTrue(info.path("config_digest").asText().matches("[0-9a-f]{40}"), info::toString);
        for (JsonNode nodes : List.of(
                info.path("nodelist"), send("GET " + NODES, "root@pam", "").data())) {
            JsonNode first = nodes.get(0);
            assertEquals("pve1", first.path("name").asText());
            assertEquals(1, first.path("nodeid").asInt());
            assertEquals(1, first.path("quorum_votes").asInt());
            assertEquals("127.0.0.1", first.path("pve_addr").asText());
            assertTrue(first.path("ring0_addr").isMissingNode(), first::toString);
        }
        assertEquals(
                "wood",
                send("GET /cluster/config/totem", "root@pam", "")
                        .data()
                        .path("cluster_name")
                        .asText());
        assertEquals(
                1, send("GET /cluster/config/apiversion", "root@pam", "").data().asInt());
        Wire.Reply stranger = send("GET /cluster/config/join?node=pve8", "root@pam", "");
        assertEquals(400, stranger.status());
        assertTrue(stranger.error("node").contains("'pve8' is not a member"), stranger::text);
        try (Wire wire = node.wire()) {
            Wire.Reply login = wire.ask(
                    "POST /api2/json/access/ticket",
                    "Content-Type: application/x-www-form-urlencoded\r\n",
                    "username=admin@pve&password=" + InProcessNode.PASSWORD);
            assertEquals("wood", login.data().path("clustername").asText(), login::text);
        }
    }

    @Test
    void what_makes_no_sense_is_refused_by_its_name_and_all_of_it_to_whoever_is_not_root() throws Exception {
        Wire.Reply version = send("POST " + NODES + "/pve9", "root@pam", "apiversion=2");
        assertEquals(400, version.status());
        assertTrue(version.error("apiversion").contains("version 1"), version::text);
        Wire.Reply number = send("POST " + NODES + "/pve9", "root@pam", "nodeid=1");
        assertEquals(400, number.status());
        assertTrue(number.error("nodeid").contains("another node has the number 1"), number::text);
        Wire.Reply address = send("POST " + NODES + "/pve9", "root@pam", "new_node_ip=somewhere");
        assertFalse(address.error("new_node_ip").isEmpty(), address::text);
        Wire.Reply here = send("POST " + NODES + "/pve1", "root@pam", "");
        assertTrue(here.text().contains("node 'pve1' belongs to the cluster already"), here::text);
        assertEquals(403, send("POST " + NODES + "/pve9", "admin@pve", "").status());
        assertEquals(
                401, new ApiClient(node.port()).post(NODES + "/pve9", Map.of()).status());
    }
}
