package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldKeysTest {
    private static final String PATH = "priv/realm/wood.pw";
    private final AtomicLong nanos = new AtomicLong();
    private final Set<String> inTasks = new HashSet<>();
    private FoundedNode node;
    private OldKeys old;
    private String before;

    @BeforeEach
    void one_has_left(@TempDir Path dir) throws Exception {
        node = new FoundedNode(dir, "pve2", "pve3");
        old = new OldKeys(node.store, node.sealer, node, () -> Set.copyOf(inTasks), nanos::get);
        before = node.sealer.newest();
        node.admission.out(new NodeName("pve3"), "root@pam");
        node.renewal.renew(line -> {});
        node.othersSealWith = node.sealer.newest();
    }

    @AfterEach
    void close() {
        node.close();
    }

    /** A pass, an hour, another pass. */
    private boolean forgetsInAnHour() throws Exception {
        old.reconcile();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        old.reconcile();
        return !node.sealer.has(before);
    }

    private void put(String text) {
        node.done(Change.by(Service.AUTH, "root@pam").put(PATH, text));
    }

    @Test
    void what_nothing_needs_for_an_hour_is_forgotten_and_the_key_that_seals_stays() throws Exception {
        String sealed = node.sealer.seal("x".getBytes(StandardCharsets.UTF_8), before);
        nanos.addAndGet(Duration.ofHours(5).toNanos());
        old.reconcile();
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        old.reconcile();
        assertTrue(node.sealer.has(before), "an hour is not over");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        old.reconcile();
        assertEquals(Set.of(node.sealer.newest()), node.sealer.ids());
        assertThrows(GeneralSecurityException.class, () -> node.sealer.open(sealed));
        assertEquals(
                Set.of(node.sealer.newest()),
                Sealer.withKeyring(node.secret.resolve("keyring")).ids(),
                "on disk too");
        assertTrue(node.authority().certificatePem().startsWith("-----BEGIN"));
    }

    @Test
    void what_is_sealed_with_an_old_key_holds_it_and_the_hour_begins_when_that_is_gone() throws Exception {
        old.reconcile();
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        put(node.sealer.seal("x".getBytes(StandardCharsets.UTF_8), before));
        assertTrue(!forgetsInAnHour());
        assertTrue(!forgetsInAnHour());
        put(node.sealer.seal("x".getBytes(StandardCharsets.UTF_8)));
        old.reconcile();
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        old.reconcile();
        assertTrue(node.sealer.has(before));
        assertTrue(forgetsInAnHour());
    }

    @Test
    void a_node_that_is_away_or_seals_with_another_key_and_a_task_that_goes_on_hold_old_keys() throws Exception {
        node.othersSealWith = before;
        assertTrue(!forgetsInAnHour());
        node.othersSealWith = node.sealer.newest();
        inTasks.add(before);
        assertTrue(!forgetsInAnHour());
        inTasks.clear();
        assertTrue(forgetsInAnHour());
    }

    @Test
    void while_a_renewal_is_owed_or_none_ever_was_nothing_is_forgotten() throws Exception {
        node.done(KeyRenewal.owe(Change.by(Service.NODE, "root@pam"), "pve2-00000002"));
        assertTrue(!forgetsInAnHour());
        node.done(Change.by(Service.NODE, "root@pam").delete(KeyRenewal.OWED).delete("cluster/keyring"));
        assertTrue(!forgetsInAnHour());
    }

    @Test
    void a_key_that_another_nodes_keyring_brings_back_is_forgotten_again() throws Exception {
        String ring = java.nio.file.Files.readString(node.secret.resolve("keyring"));
        assertTrue(forgetsInAnHour());
        node.sealer.take(ring);
        assertTrue(node.sealer.has(before));
        assertTrue(forgetsInAnHour());
    }
}
