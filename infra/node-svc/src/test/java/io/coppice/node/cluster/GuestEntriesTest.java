package io.coppice.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.coppice.access.AclPermissions;
import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.UserId;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.access.AccessConfig;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept is what would be made anew, whatever changed: from a printed seed. */
class GuestEntriesTest {
    private static final long SEED = Long.getLong("coppice.entries.seed", System.nanoTime());
    private static final int ROUNDS = 2_000;
    private static final int GUESTS = 12;
    private final Random random = new Random(SEED);
    private final Map<Integer, Map<String, Object>> now = new HashMap<>();
    private final Figures figures = new Figures() {
        @Override
        public Map<String, Object> guest(Vmid vmid, boolean inReach) {
            Map<String, Object> fresh = now.get(vmid.number());
            return inReach && fresh != null ? fresh : Map.of("status", "unknown");
        }

        @Override
        public Map<String, Object> storage(String node, String storage, boolean inReach) {
            return Map.of();
        }
    };

    private static void submit(MemoryStore store, Change.Builder change) {
        assertInstanceOf(Outcome.Done.class, store.submit(change.build()));
    }

    private void change(MemoryStore store) {
        int vmid = 100 + random.nextInt(GUESTS);
        String path = "nodes/pve1/qemu-server/" + vmid + ".conf";
        boolean there = store.image().find(path).isPresent();
        switch (random.nextInt(6)) {
            case 0, 1 ->
                submit(
                        store,
                        Change.by(Service.COMPUTE, "root@pam")
                                .put(path, "name: n" + random.nextInt(3) + "\ntags: t" + random.nextInt(3) + "\n"));
            case 2 -> {
                if (there) {
                    submit(store, Change.by(Service.COMPUTE, "root@pam").delete(path));
                }
            }
            case 3 -> now.put(vmid, Map.of("status", "running", "cpu", random.nextInt(3)));
            case 4 -> now.remove(vmid);
            default ->
                submit(
                        store,
                        Change.by(Service.AUTH, "root@pam")
                                .put("user.cfg:pool:some", "pool:some::" + vmid + "," + (vmid + 1) + "::\n"));
        }
    }

    private static Caller caller(MemoryStore store, String user) {
        AccessConfig config = AccessConfig.parse(
                store.image().below("user.cfg:").stream().map(Document::text).toList());
        return new Caller(
                new Identity.User(UserId.parse(user)), AclPermissions.ofUser(config, user), new Credential.None(), "");
    }

    private static List<String> texts(GuestEntries entries, MemoryStore store, Caller caller, Set<String> away) {
        List<byte[]> all = new ArrayList<>();
        entries.add(store.image(), caller, away, all);
        return all.stream().map(one -> new String(one, StandardCharsets.UTF_8)).toList();
    }

    @Test
    void what_is_kept_equals_what_is_made_anew() {
        System.out.println("coppice.entries.seed=" + SEED);
        GuestEntries kept = new GuestEntries(figures);
        long seen = 0;
        try (MemoryStore store = new MemoryStore()) {
            submit(
                    store,
                    Change.by(Service.AUTH, "root@pam")
                            .put("user.cfg:user:some@pve", "user:some@pve:1:0::::::\n")
                            .put("user.cfg:user:all@pve", "user:all@pve:1:0::::::\n")
                            .put("user.cfg:acl:/", "acl:1:/:all@pve:Administrator:\n")
                            .put("user.cfg:acl:/pool/some", "acl:1:/pool/some:some@pve:PVEVMUser:\n"));
            for (int round = 0; round < ROUNDS; round++) {
                change(store);
                Set<String> away = random.nextInt(5) == 0 ? Set.of("pve1") : Set.of();
                for (String user : List.of("all@pve", "some@pve")) {
                    Caller caller = caller(store, user);
                    List<String> made = texts(new GuestEntries(figures), store, caller, away);
                    assertEquals(made, texts(kept, store, caller, away), user + ", -Dcoppice.entries.seed=" + SEED);
                    seen += user.equals("some@pve") ? made.size() : 0;
                }
            }
        }
        assertEquals(true, seen > ROUNDS / 4, "a user of the pool saw " + seen);
    }
}
