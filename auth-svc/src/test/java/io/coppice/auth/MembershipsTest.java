package io.coppice.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.auth.pool.Memberships;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.access.PoolEntry;
import io.coppice.store.memory.MemoryStore;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembershipsTest {
    private static final Vmid GUEST = new Vmid(100);
    private final MemoryStore truth = new MemoryStore(new Random(1), () -> 0);
    private final AccessStore store = new AccessStore(truth);
    private final Memberships memberships = new Memberships(store);

    @BeforeEach
    void pools() {
        put("user.cfg:pool:web", new PoolEntry("web", "all of them", Set.of("101"), Set.of("local")).line());
        put("user.cfg:pool:mail", new PoolEntry("mail", "", Set.of(), Set.of()).line());
        put("user.cfg:acl:/vms/100", "acl:1:/vms/100:a@pve:PVEVMAdmin:\n");
        put("user.cfg:acl:/vms/101", "acl:1:/vms/101:a@pve:PVEVMAdmin:\n");
    }

    private void put(String path, String text) {
        truth.submit(AccessStore.change("root@pam").put(path, text).build());
    }

    private Set<String> in(String pool) {
        PoolEntry entry = store.config().pools().get(pool);
        return entry == null ? Set.of() : new TreeSet<>(entry.vmids());
    }

    @Test
    void a_guest_joins_a_pool_and_leaves_the_one_it_was_in() {
        memberships.join("root@pam", GUEST, new PoolId("mail"));
        memberships.join("root@pam", GUEST, new PoolId("web"));
        memberships.join("root@pam", GUEST, new PoolId("web"));
        assertEquals(Set.of("100", "101"), in("web"));
        assertEquals(Set.of(), in("mail"));
        assertEquals(
                "all of them",
                java.util.Objects.requireNonNull(store.config().pools().get("web"))
                        .comment());
    }

    @Test
    void a_pool_that_is_not_there_is_named() {
        Refused e = assertThrows(Refused.class, () -> memberships.join("root@pam", GUEST, new PoolId("none")));
        assertEquals("pool 'none' does not exist", e.failure().text());
    }

    @Test
    void a_guest_that_is_gone_leaves_no_grant_for_whoever_gets_its_number() {
        memberships.join("root@pam", GUEST, new PoolId("web"));
        memberships.forget("root@pam", GUEST);
        memberships.forget("root@pam", GUEST);
        assertEquals(Set.of("101"), in("web"));
        assertEquals(0, store.config().aclOn("/vms/100").size());
        assertEquals(1, store.config().aclOn("/vms/101").size());
    }
}
