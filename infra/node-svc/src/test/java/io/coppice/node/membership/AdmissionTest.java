package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.api.cluster.AdmissionsApi.Ask;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestMove;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final NodeName OTHER = new NodeName("pve2");
    private static final String ROOT = "root@pam";
    private final MemoryStore store = MemoryStore.steady();
    private Instant now = Instant.parse("2026-11-29T08:00:00Z");
    private final InstantSource clock = () -> now;
    private Path secret;
    private Path shown;
    private Sealer sealer;
    private Admission admission;
    private JoinTokens tokens;
    private LinkCertificate joining;
    private int level = 1;

    @BeforeEach
    void first(@TempDir Path dir) throws Exception {
        secret = Files.createDirectories(dir.resolve("secret"));
        shown = Files.createDirectories(dir.resolve("gateway"));
        new NodeCertificate(secret, shown).ensure(HERE, List.of("127.0.0.1"), now);
        sealer = Sealer.withKeyring(secret.resolve("keyring"));
        admission = new Admission(HERE, store, sealer, clock, () -> level);
        tokens = new JoinTokens(store, clock);
        joining = new LinkCertificate(Files.createDirectories(dir.resolve("other")));
        joining.ensure(OTHER, Authority.ofFirstStart(secret, shown), now);
    }

    private void found() throws IOException {
        Authority authority = Authority.ofFirstStart(secret, shown);
        ClusterMember me = new ClusterMember(HERE, 1, "pve1-00000001", "10.0.0.1", 8016, print('A'));
        Outcome outcome = store.submit(Change.by(Service.NODE, ROOT)
                .put(ClusterTruth.CLUSTER, "name: wood\n")
                .put(me.path(), me.text())
                .put(Admission.numberPath(1), "pve1\n")
                .put(ClusterTruth.AUTHORITY, authority.certificatePem())
                .put(ClusterTruth.AUTHORITY_KEY, sealer.seal(authority.keyPem().getBytes(StandardCharsets.US_ASCII)))
                .build());
        assertTrue(outcome instanceof Outcome.Done, outcome.toString());
    }

    private static String print(char digit) {
        return ("" + digit + digit + ":").repeat(31) + digit + digit;
    }

    private Ask ask(String address) throws IOException {
        return ask(address, Files.readString(shown.resolve("tls.pem")));
    }

    private Ask ask(String address, String certificate) throws IOException {
        return ask(address, certificate, Optional.of(level));
    }

    private Ask ask(String address, String certificate, Optional<Integer> knows) throws IOException {
        return new Ask(
                OTHER,
                joining.request(OTHER),
                address,
                Optional.of(certificate),
                Optional.empty(),
                Optional.empty(),
                knows);
    }

    private void remove(NodeName node, boolean force) {
        admission.mayGo(node, force);
        admission.out(node, ROOT);
    }

    @Test
    void a_node_that_is_in_no_cluster_admits_nobody() {
        Refused refused =
                assertThrows(Refused.class, () -> admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.empty()));
        assertEquals("node 'pve1' is in no cluster; create one there first", refused.getMessage());
    }

    @Test
    void a_node_gets_a_certificate_for_its_own_key_under_the_granted_name_and_the_lowest_number() throws Exception {
        found();
        Admitted admitted = admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.empty());
        ClusterMember member = ClusterTruth.member(store.image(), OTHER).orElseThrow();
        assertEquals(2, member.number());
        assertEquals(Fingerprint.ofPem(admitted.certificate()), member.fingerprint());
        assertEquals(member.member(), admitted.member());
        assertEquals(
                List.of("pve1", "pve2"),
                admitted.members().stream().map(m -> m.node().text()).toList());
        X509Certificate certificate = certificate(admitted.certificate());
        certificate.verify(certificate(admitted.authority()).getPublicKey());
        assertEquals("O=Coppice,CN=pve2", certificate.getSubjectX500Principal().getName());
        assertEquals(-1, certificate.getBasicConstraints());
        Refused again =
                assertThrows(Refused.class, () -> admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.empty()));
        assertEquals("node 'pve2' belongs to the cluster already; remove it there first", again.getMessage());
    }

    @Test
    void whether_a_node_may_come_is_known_before_it_asks() throws Exception {
        assertThrows(Refused.class, () -> admission.mayCome(OTHER, Optional.empty()));
        found();
        assertEquals("wood", admission.mayCome(OTHER, Optional.of(2)));
        assertThrows(Refused.class, () -> admission.mayCome(HERE, Optional.empty()));
        Refused taken = assertThrows(Refused.class, () -> admission.mayCome(OTHER, Optional.of(1)));
        assertTrue(taken.failure().toString().contains("another node has the number 1"), taken.toString());
    }

    @Test
    void what_is_no_certificate_is_refused_by_its_name_and_admits_nobody() throws Exception {
        found();
        for (String wrong : List.of("", "x", "-----BEGIN\n")) {
            Refused refused = assertThrows(
                    Refused.class, () -> admission.admit(ask("10.0.0.2:8016", wrong), ROOT, Optional.empty()));
            assertTrue(refused.failure().toString().contains("certificate"), refused.toString());
        }
        assertTrue(ClusterTruth.member(store.image(), OTHER).isEmpty());
    }

    @Test
    void a_request_that_is_signed_with_another_key_is_refused() throws Exception {
        found();
        String own = joining.request(OTHER);
        String broken = own.replaceFirst("(?s)(.{200})(.)", "$1" + (own.charAt(200) == 'A' ? 'B' : 'A'));
        Ask ask = new Ask(
                OTHER, broken, "10.0.0.2:8016", Optional.of("x"), Optional.empty(), Optional.empty(), Optional.empty());
        assertThrows(IOException.class, () -> admission.admit(ask, ROOT, Optional.empty()));
        assertTrue(ClusterTruth.member(store.image(), OTHER).isEmpty());
    }

    @Test
    void a_token_admits_the_node_that_it_names_once_and_in_time() throws Exception {
        found();
        String token = tokens.make(OTHER, false, 600, ROOT).token();
        assertTrue(JoinTokens.isToken(token));
        assertFalse(store.image().below("priv/coppice/node/join/").stream()
                .anyMatch(d -> (d.path() + d.text()).contains(token.substring(5))));
        assertThrows(Refused.class, () -> tokens.require(token, new NodeName("pve3"), false));
        assertThrows(Refused.class, () -> tokens.require("join!" + "0".repeat(32), OTHER, false));
        Document spent = tokens.require(token, OTHER, false);
        admission.admit(ask("[fd00::2]:8016"), ROOT, Optional.of(spent));
        assertEquals(
                "fd00::2",
                ClusterTruth.member(store.image(), OTHER).orElseThrow().host());
        assertThrows(Refused.class, () -> tokens.require(token, OTHER, false));
        remove(OTHER, false);
        assertThrows(Refused.class, () -> admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.of(spent)));
        assertTrue(ClusterTruth.member(store.image(), OTHER).isEmpty());
        String late = tokens.make(OTHER, false, 600, ROOT).token();
        now = now.plus(Duration.ofSeconds(601));
        assertThrows(Refused.class, () -> tokens.require(late, OTHER, false));
    }

    @Test
    void a_removed_node_joins_again_under_its_old_name_and_number() throws Exception {
        found();
        String first =
                admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.empty()).member();
        remove(OTHER, false);
        assertEquals(1, ClusterTruth.members(store.image()).size());
        String second =
                admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.empty()).member();
        assertFalse(first.equals(second), "its name among those who hold the truth is new");
        assertEquals(2, ClusterTruth.member(store.image(), OTHER).orElseThrow().number());
    }

    @Test
    void who_does_not_know_the_level_that_holds_is_refused_and_keeps_its_token() throws Exception {
        found();
        level = 3;
        Document token = tokens.require(tokens.make(OTHER, false, 600, ROOT).token(), OTHER, false);
        String certificate = Files.readString(shown.resolve("tls.pem"));
        for (Optional<Integer> knows : List.of(Optional.of(2), Optional.<Integer>empty())) {
            Ask ask = ask("10.0.0.2:8016", certificate, knows);
            Refused refused = assertThrows(Refused.class, () -> admission.admit(ask, ROOT, Optional.of(token)));
            assertEquals(
                    "the cluster is at level 3, the program of 'pve2' knows "
                            + (knows.isPresent() ? "level 2" : "no more than level 2")
                            + "; upgrade it there, and join then",
                    refused.getMessage());
        }
        assertThrows(Refused.class, () -> admission.admit(witness(OTHER), ROOT, Optional.empty()));
        assertTrue(ClusterTruth.member(store.image(), OTHER).isEmpty());
        admission.admit(ask("10.0.0.2:8016", certificate, Optional.of(4)), ROOT, Optional.of(token));
        assertTrue(ClusterTruth.member(store.image(), OTHER).isPresent());
    }

    @Test
    void at_the_first_levels_nobody_has_to_tell_what_it_knows() throws Exception {
        found();
        level = 2;
        admission.admit(witness(OTHER), ROOT, Optional.empty());
        assertTrue(ClusterTruth.witness(store.image()).isPresent());
    }

    private Ask witness(NodeName name) throws IOException {
        return new Ask(
                name,
                joining.request(name),
                "10.0.0.9:8016",
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty());
    }

    @Test
    void a_witness_belongs_to_those_who_hold_the_truth_and_is_no_node() throws Exception {
        found();
        NodeName name = new NodeName("wit");
        Admitted admitted = admission.admit(witness(name), ROOT, Optional.empty());
        ClusterMember member = ClusterTruth.witness(store.image()).orElseThrow();
        assertTrue(member.isWitness());
        assertEquals("cluster/witnesses/wit", member.path());
        assertEquals(1, ClusterTruth.members(store.image()).size());
        assertEquals(List.of("pve1-00000001", admitted.member()), ClusterTruth.holders(store.image()));
        assertEquals(2, admitted.members().size());
        assertTrue(store.image().below("nodes/wit/").isEmpty());
        Refused second = assertThrows(
                Refused.class, () -> admission.admit(witness(new NodeName("other")), ROOT, Optional.empty()));
        assertEquals("the cluster has the witness 'wit' already; remove it there first", second.getMessage());
        Refused node = assertThrows(Refused.class, () -> admission.mayCome(name, Optional.empty()));
        assertEquals("witness 'wit' belongs to the cluster already; remove it there first", node.getMessage());
    }

    @Test
    void a_witness_that_leaves_has_seen_nothing_that_would_have_to_be_renewed() throws Exception {
        found();
        NodeName name = new NodeName("wit");
        String first = admission.admit(witness(name), ROOT, Optional.empty()).member();
        remove(name, false);
        assertTrue(ClusterTruth.witness(store.image()).isEmpty());
        assertTrue(KeyRenewal.owed(store.image()).isEmpty());
        assertFalse(first.equals(
                admission.admit(witness(name), ROOT, Optional.empty()).member()));
    }

    @Test
    void a_token_for_a_witness_lets_no_node_in_and_the_other_way_round() throws Exception {
        found();
        String forWitness = tokens.make(OTHER, true, 600, ROOT).token();
        assertThrows(Refused.class, () -> tokens.require(forWitness, OTHER, false));
        assertDoesNotThrow(() -> tokens.require(forWitness, OTHER, true));
        String forNode = tokens.make(OTHER, false, 600, ROOT).token();
        assertThrows(Refused.class, () -> tokens.require(forNode, OTHER, true));
    }

    @Test
    void a_node_with_guests_leaves_by_force_alone_and_no_node_removes_itself() throws Exception {
        found();
        admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.empty());
        store.submit(Change.by(Service.COMPUTE, ROOT)
                .put("nodes/pve2/qemu-server/100.conf", "cores: 1\n")
                .build());
        assertThrows(Refused.class, () -> remove(OTHER, false));
        assertThrows(Refused.class, () -> remove(HERE, true));
        assertDoesNotThrow(() -> remove(OTHER, true));
    }

    @Test
    void a_node_to_which_a_guest_moves_leaves_by_force_alone_and_one_that_it_leaves_may_go() throws Exception {
        found();
        admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.empty());
        for (boolean moved : new boolean[] {false, true}) {
            GuestMove move = new GuestMove("task-pve1-1", new Vmid(107), HERE, OTHER, moved);
            store.submit(Change.by(Service.COMPUTE, ROOT)
                    .put(move.path(), move.text())
                    .build());
            Refused refused = assertThrows(Refused.class, () -> admission.mayGo(OTHER, false));
            assertEquals(
                    "guest 107 is on its way to node 'pve2'; wait until its move has ended, or remove the node by force",
                    refused.getMessage());
            assertDoesNotThrow(() -> admission.mayGo(OTHER, true));
        }
        GuestMove away = new GuestMove("task-pve1-1", new Vmid(107), OTHER, HERE, false);
        store.submit(
                Change.by(Service.COMPUTE, ROOT).put(away.path(), away.text()).build());
        assertDoesNotThrow(() -> remove(OTHER, false));
    }

    @Test
    void what_ends_with_joining_is_named_and_guests_keep_a_node_from_it() {
        assertDoesNotThrow(() -> JoinCheck.require(store.image(), false));
        store.submit(Change.by(Service.STORAGE, ROOT)
                .put("storage.cfg:local", "dir: local\n")
                .put("storage.cfg:nas", "nfs: nas\n")
                .build());
        store.submit(Change.by(Service.AUTH, ROOT)
                .put("user.cfg:user:admin@pve", "user:admin@pve:1:0::::::\n")
                .put("user.cfg:user:eva@pve", "user:eva@pve:1:0::::::\n")
                .build());
        Refused refused = assertThrows(Refused.class, () -> JoinCheck.require(store.image(), false));
        assertEquals(
                "with joining these end here: storage nas, user eva@pve; join by force to let them go",
                refused.getMessage());
        assertDoesNotThrow(() -> JoinCheck.require(store.image(), true));
        store.submit(Change.by(Service.COMPUTE, ROOT)
                .put("nodes/pve1/qemu-server/107.conf", "cores: 1\n")
                .build());
        Refused guests = assertThrows(Refused.class, () -> JoinCheck.require(store.image(), true));
        assertTrue(guests.getMessage().contains("[107]"), guests.getMessage());
    }

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void a_node_with_guests_goes_by_force_alone_and_the_first_of_them_are_named() throws Exception {
        found();
        admission.admit(ask("10.0.0.2:8016"), ROOT, Optional.empty());
        for (int id = 100; id < 112; id++) {
            store.submit(Change.by(Service.COMPUTE, ROOT)
                    .put("nodes/pve2/" + (id % 2 == 0 ? "qemu-server/" : "lxc/") + id + ".conf", "memory: 64\n")
                    .build());
        }
        Refused refused = assertThrows(Refused.class, () -> admission.mayGo(OTHER, false));
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.startsWith("there are guests on node 'pve2': ") && said.contains(" and 2 more; "), said);
        assertTrue(said.contains("'--force 1'"), said);
        assertDoesNotThrow(() -> admission.mayGo(OTHER, true));
    }
}
