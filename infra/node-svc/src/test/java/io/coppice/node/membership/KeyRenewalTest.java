package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.SealingKey;
import io.coppice.store.Change;
import io.coppice.store.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRenewalTest {
    private static final NodeName GOES = new NodeName("pve3");

    @TempDir
    Path dir;

    private FoundedNode node;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void found() throws Exception {
        node = new FoundedNode(dir.resolve("pve1"), "pve2", "pve3");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Sealer copyOfRing(String name) throws Exception {
        Path copy = dir.resolve(name);
        Files.copy(node.secret.resolve("keyring"), copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        return Sealer.withKeyring(copy);
    }

    private KeyWatch watch(NodeName at, Sealer sealer) {
        return new KeyWatch(at, node.store, sealer, node, node.renewal, nanos::get);
    }

    @Test
    void whoever_kept_a_copy_of_all_keys_opens_nothing_that_is_sealed_from_now_on() throws Exception {
        Sealer ofTheOneThatGoes = copyOfRing("copy");
        String before = node.sealer.seal("a password".getBytes(StandardCharsets.UTF_8));
        String oldAuthority = node.text(ClusterTruth.AUTHORITY).orElseThrow();
        node.admission.out(GOES, "root@pam");
        List<String> said = new ArrayList<>();
        node.renewal.renew(said::add);
        assertNotEquals(oldAuthority, node.text(ClusterTruth.AUTHORITY).orElseThrow());
        assertTrue(node.authority().certificatePem().startsWith("-----BEGIN CERTIFICATE"));
        for (String sealed : List.of(
                node.text(ClusterTruth.AUTHORITY_KEY).orElseThrow(),
                node.sealer.seal("x".getBytes(StandardCharsets.UTF_8)))) {
            assertThrows(GeneralSecurityException.class, () -> ofTheOneThatGoes.open(sealed));
        }
        assertArrayEquals("a password".getBytes(StandardCharsets.UTF_8), node.sealer.open(before));
        assertEquals(1, node.renewals.size());
        assertEquals(Optional.empty(), KeyRenewal.owed(node.store.image()), String.valueOf(said));
        assertFalse(node.store.image().below("").stream()
                .anyMatch(d -> d.text().contains(newestKey(node.secret.resolve("keyring")))));
    }

    /** The newest key itself. */
    private static String newestKey(Path ring) {
        try {
            return Files.readAllLines(ring).getLast().split(" ")[1];
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void another_node_gets_the_new_key_over_its_link_and_seals_with_it_too() throws Exception {
        Sealer other = copyOfRing("other");
        node.admission.out(GOES, "root@pam");
        node.renewal.renew(line -> {});
        node.ring = Optional.of(node.secret.resolve("keyring"));
        watch(new NodeName("pve2"), other).reconcile();
        assertEquals(node.sealer.newest(), other.newest());
        assertEquals(node.text(SealingKey.PATH).orElseThrow(), "key: " + other.newest() + "\n");
        String sealed = other.seal("x".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals("x".getBytes(StandardCharsets.UTF_8), node.sealer.open(sealed));
    }

    @Test
    void a_key_that_is_only_coming_is_got_and_seals_nothing() throws Exception {
        Sealer other = copyOfRing("other");
        String before = other.newest();
        node.admission.out(GOES, "root@pam");
        String coming = node.sealer.prepare();
        node.done(Change.by(Service.NODE, "root@pam").put(KeyRenewal.OWED, "key: " + coming + "\nleft: x\n"));
        node.ring = Optional.of(node.secret.resolve("keyring"));
        watch(new NodeName("pve2"), other).reconcile();
        assertTrue(other.has(coming));
        assertEquals(before, other.newest());
        assertEquals(before, node.sealer.newest());
    }

    @Test
    void what_nobody_gets_to_is_done_by_the_first_member_after_a_while() throws Exception {
        KeyWatch first = watch(FoundedNode.HERE, node.sealer);
        node.admission.out(GOES, "system:node@pve3");
        first.first();
        first.reconcile();
        nanos.addAndGet(Duration.ofSeconds(19).toNanos());
        first.reconcile();
        assertFalse(node.hasNewAuthority());
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        first.reconcile();
        assertTrue(node.hasNewAuthority() && node.hasNewKey());
        assertEquals(1, node.renewals.size());
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        first.reconcile();
        assertEquals(1, node.renewals.size());
    }

    @Test
    void a_key_that_went_with_the_node_that_made_it_is_followed_by_another() throws Exception {
        node.admission.out(GOES, "root@pam");
        node.done(Change.by(Service.NODE, "system:node@pve2")
                .put(KeyRenewal.OWED, "authority: new\nkey: 0badcafe\nleft: pve3-00000003\n")
                .put(SealingKey.PATH, "key: 0badcafe\n"));
        String before = node.sealer.newest();
        node.renewal.renew(line -> {});
        assertNotEquals(before, node.sealer.newest());
        assertTrue(node.hasNewAuthority());
        assertEquals(
                "key: " + node.sealer.newest() + "\n",
                node.text(SealingKey.PATH).orElseThrow());
        assertEquals(List.of(node.sealer.newest()), List.copyOf(node.renewals));
    }

    @Test
    void while_the_new_key_cannot_be_got_this_node_seals_as_before() throws Exception {
        Sealer other = copyOfRing("other");
        String before = other.newest();
        node.admission.out(GOES, "root@pam");
        node.renewal.renew(line -> {});
        watch(new NodeName("pve2"), other).reconcile();
        assertEquals(before, other.newest());
    }

    @Test
    void a_node_that_was_separated_renews_at_once_and_has_an_authority_of_its_own() throws Exception {
        Path certificate = node.shown.resolve("ca.pem");
        String before = Files.readString(certificate);
        String key = Files.readString(node.secret.resolve("ca.key"));
        node.done(KeyRenewal.owe(Change.by(Service.NODE, "root@pam"), "pve2-00000002")
                .delete(ClusterTruth.CLUSTER)
                .delete(ClusterTruth.AUTHORITY)
                .delete(ClusterTruth.AUTHORITY_KEY));
        watch(FoundedNode.HERE, node.sealer).first();
        assertNotEquals(before, Files.readString(certificate));
        assertNotEquals(key, Files.readString(node.secret.resolve("ca.key")));
        assertTrue(node.hasNewKey() && node.renewals.size() == 1);
        assertTrue(KeyRenewal.owed(node.store.image()).isEmpty());
        assertTrue(node.text(ClusterTruth.AUTHORITY).isEmpty());
    }

    @Test
    void nothing_is_renewed_where_nothing_is_owed() throws Exception {
        node.renewal.renew(line -> {});
        watch(FoundedNode.HERE, node.sealer).reconcile();
        assertFalse(node.hasNewAuthority() || node.hasNewKey());
        assertTrue(node.renewals.isEmpty());
    }
}
