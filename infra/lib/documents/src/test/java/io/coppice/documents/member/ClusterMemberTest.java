package io.coppice.documents.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterMemberTest {
    private static final String PRINT = "AB:".repeat(31) + "0F";
    private static final ClusterMember ONE =
            new ClusterMember(new NodeName("pve-1"), 1, "pve-1-0123abcd", "192.0.2.1", 8007, PRINT);

    @Test
    void it_is_a_file_of_keys_below_its_nodes_name() {
        assertEquals("cluster/members/pve-1", ONE.path());
        assertEquals(
                "address: 192.0.2.1:8007\nfingerprint: " + PRINT + "\nmember: pve-1-0123abcd\nnumber: 1\n", ONE.text());
    }

    @Test
    void a_witness_has_no_number_and_lies_apart_from_nodes() {
        ClusterMember witness = new ClusterMember(new NodeName("wit"), 0, "wit-0123abcd", "192.0.2.9", 8016, PRINT);
        assertTrue(witness.isWitness() && !ONE.isWitness());
        assertEquals("cluster/witnesses/wit", witness.path());
        assertEquals(witness, ClusterMember.parse(witness.node(), witness.text()));
    }

    @Test
    void what_is_written_is_read_back() {
        Random random = new Random(5);
        List<String> hosts = List.of("192.0.2.7", "2001:db8::1", "fe80::1%eth0", "node.example.org");
        for (int i = 0; i < 500; i++) {
            byte[] print = new byte[32];
            random.nextBytes(print);
            NodeName node = new NodeName("n" + random.nextInt(100));
            ClusterMember m = new ClusterMember(
                    node,
                    1 + random.nextInt(1000),
                    node + "-" + HexFormat.of().toHexDigits(random.nextInt()),
                    hosts.get(random.nextInt(hosts.size())),
                    1 + random.nextInt(65_535),
                    HexFormat.ofDelimiter(":").withUpperCase().formatHex(print));
            assertEquals(m, ClusterMember.parse(node, m.text()));
            ClusterMember renewing = m.withNext(PRINT);
            assertEquals(renewing, ClusterMember.parse(node, renewing.text()));
            assertTrue(renewing.shows(PRINT) && renewing.shows(m.fingerprint()) && !m.shows(PRINT));
            assertEquals(m, renewing.showing(m.fingerprint()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "number: 1, number: -1",
        "number: 1, number: one",
        "number: 1, numbers: 1",
        "member: pve-1-0123abcd, member: pve-2-0123abcd",
        "member: pve-1-0123abcd, member: pve-1-0123abc",
        "address: 192.0.2.1:8007, address: 192.0.2.1",
        "address: 192.0.2.1:8007, address: 192.0.2.1:0",
        "address: 192.0.2.1:8007, address: 2001:db8::1:8007",
        "fingerprint: AB:, fingerprint: ab:"
    })
    void what_is_wrong_is_named(String right, String wrong) {
        Malformed e = assertThrows(
                Malformed.class,
                () -> ClusterMember.parse(ONE.node(), ONE.text().replace(right, wrong)));
        assertTrue(e.getMessage().startsWith(right.substring(0, right.indexOf(':'))), e.getMessage());
    }
}
