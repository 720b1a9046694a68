package io.coppice.auth.pool;

import io.coppice.auth.grant.Grants;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.PoolEntry;
import io.coppice.store.Change;
import io.coppice.store.Image;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which guests are in which pool, as the services that have the guests tell it. */
public final class Memberships {
    private final AccessStore store;

    public Memberships(AccessStore store) {
        this.store = store;
    }

    /** @throws Refused where there is no such pool */
    public void join(String actor, Vmid vmid, PoolId pool) {
        store.write((image, config) -> {
            PoolEntry entry = config.pools().get(pool.toString());
            if (entry == null) {
                throw Refused.notFound("pool '" + pool + "' does not exist");
            }
            if (entry.vmids().contains(vmid.toString())) {
                return Optional.empty();
            }
            Change.Builder change = AccessStore.change(actor);
            leave(change, image, config, vmid);
            Set<String> vmids = new TreeSet<>(entry.vmids());
            vmids.add(vmid.toString());
            put(change, image, new PoolEntry(entry.poolid(), entry.comment(), vmids, entry.storages()));
            return Optional.of(change.build());
        });
    }

    /** Whoever gets its number later has nothing of what was granted on it. */
    public void forget(String actor, Vmid vmid) {
        String path = "/vms/" + vmid;
        store.write((image, config) -> {
            Change.Builder change = AccessStore.change(actor);
            leave(change, image, config, vmid);
            Grants.without(change, image, config, e -> e.path().equals(path));
            Change built = change.build();
            return built.writes().isEmpty() ? Optional.empty() : Optional.of(built);
        });
    }

    private static void leave(Change.Builder change, Image image, AccessConfig config, Vmid vmid) {
        for (PoolEntry entry : config.pools().values()) {
            if (entry.vmids().contains(vmid.toString())) {
                Set<String> rest = new TreeSet<>(entry.vmids());
                rest.remove(vmid.toString());
                put(change, image, new PoolEntry(entry.poolid(), entry.comment(), rest, entry.storages()));
            }
        }
    }

    private static void put(Change.Builder change, Image image, PoolEntry entry) {
        String path = "user.cfg:pool:" + entry.poolid();
        AccessStore.expect(change, image, path);
        change.put(path, entry.line());
    }
}
