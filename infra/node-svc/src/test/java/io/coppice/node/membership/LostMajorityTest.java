package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostMajorityTest {
    private static final NodeName HERE = new NodeName("pve1");

    /** A documentation network: nothing there answers, at least not as a member. */
    private static final String NOWHERE = "192.0.2.2";

    private static ClusterMember member(String node, int number, String host, int port) {
        return new ClusterMember(
                new NodeName(node), number, node + "-0000000" + number, host, port, "AB:".repeat(31) + "00");
    }

    private static final ClusterMember OWN = member("pve1", 1, "127.0.0.1", 8016);

    private static String refusal(List<ClusterMember> members, String... named) {
        return String.valueOf(assertThrows(IOException.class, () -> LostMajority.require(members, HERE, List.of(named)))
                .getMessage());
    }

    @Test
    void every_other_member_has_to_be_named() {
        List<ClusterMember> three = List.of(OWN, member("pve2", 2, NOWHERE, 8016), member("pve3", 3, NOWHERE, 8016));
        assertTrue(refusal(three, "pve2").contains("type the name of each: pve2 pve3"));
        assertTrue(refusal(three, "pve2", "pve3", "pve1").contains("type the name of each: pve2 pve3"));
        assertTrue(refusal(List.of(OWN), "pve2").contains("is alone"));
        assertTrue(refusal(List.of(), "pve2").contains("is alone"));
    }

    @Test
    void who_answers_or_whose_host_does_is_not_lost() throws IOException {
        try (ServerSocket there = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = there.getLocalPort();
            String answers = refusal(List.of(OWN, member("pve2", 2, "127.0.0.1", port)), "pve2");
            assertTrue(answers.startsWith("node 'pve2' answers at 127.0.0.1:" + port), answers);
            there.close();
            String closed = refusal(List.of(OWN, member("pve2", 2, "127.0.0.1", port)), "pve2");
            assertTrue(closed.contains("switch it off first") && closed.contains("its guests may run"), closed);
        }
    }

    @Test
    void a_node_that_cannot_look_has_seen_nobody_dead() {
        String nameless = refusal(List.of(OWN, member("pve2", 2, "no-such-host.invalid", 8016)), "pve2");
        assertTrue(nameless.contains("cannot be seen from here") && nameless.contains("node 'pve2'"), nameless);
    }

    @Test
    void what_is_the_clusters_stays_behind_and_new_keys_are_owed() {
        List<ClusterMember> others = List.of(member("pve2", 2, NOWHERE, 8016));
        for (String path : List.of(
                "cluster/config",
                "cluster/members/pve1",
                "cluster/members/pve2",
                "cluster/numbers/2",
                "cluster/keyring",
                "pve-root-ca.pem",
                "priv/pve-root-ca.key",
                "nodes/pve2/pve-ssl.pem",
                "priv/coppice/node/join/abc")) {
            assertTrue(LostMajority.staysBehind(path, others), path);
        }
        for (String path : List.of(
                "nodes/pve2/qemu-server/100.conf",
                "nodes/pve1/pve-ssl.pem",
                "user.cfg:user:a@pve",
                "priv/authkey.key")) {
            assertFalse(LostMajority.staysBehind(path, others), path);
        }
        assertEquals("left: pve2-00000002\n", LostMajority.owed(others).get(KeyRenewal.OWED));
    }
}
