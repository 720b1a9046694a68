package io.coppice.node.cluster;

import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.RenderedList;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GET /cluster/resources}: what is there comes from the truth, figures from live state, cut to what one may see. */
public final class Resources {
    private static final String STORAGES = "storage.cfg:";
    static final String POOLS = "user.cfg:pool:";
    private final Store store;
    private final Figures figures;
    private final NodeEntries nodes;
    private final GuestEntries guests;

    public Resources(Store store, Figures figures, NodeEntries nodes) {
        this.store = store;
        this.figures = figures;
        this.nodes = nodes;
        this.guests = new GuestEntries(figures);
    }

    /** @param type {@code vm}, {@code storage}, {@code node} or {@code sdn}; empty for all */
    public List<Map<String, Object>> list(Caller caller, Optional<String> type) {
        Image image = store.image();
        Members members = nodes.members();
        Set<String> away = members.away();
        List<byte[]> all = new ArrayList<>();
        if (wants(type, "pool")) {
            pools(image, caller, all);
        }
        if (wants(type, "vm")) {
            guests.add(image, caller, away, all);
        }
        if (wants(type, "node")) {
            nodes.resources(members, caller).forEach(entry -> all.add(WireJson.bytes(entry)));
        }
        if (wants(type, "storage")) {
            storages(image, caller, members, away, all);
        }
        return new RenderedList(all);
    }

    private static boolean wants(Optional<String> type, String kind) {
        return type.isEmpty() || type.get().equals(kind);
    }

    private void storages(Image image, Caller caller, Members members, Set<String> away, List<byte[]> all) {
        for (Document d : image.below(STORAGES)) {
            String id = d.path().substring(STORAGES.length());
            if (!caller.may("/storage/" + id, "Datastore.Audit")
                    && !caller.may("/storage/" + id, "Datastore.AllocateSpace")) {
                continue;
            }
            StorageHead head = StorageHead.of(d);
            for (Members.Member member : members.all()) {
                String node = member.name().text();
                if (head.isOn(node)) {
                    all.add(WireJson.bytes(storage(id, head, node, !away.contains(node))));
                }
            }
        }
    }

    /** One that is shared has an entry for each node too. */
    private Map<String, Object> storage(String id, StorageHead head, String node, boolean inReach) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", "storage/" + node + "/" + id);
        entry.put("type", "storage");
        entry.put("storage", id);
        entry.put("node", node);
        entry.put("plugintype", head.type());
        entry.put("content", head.content());
        entry.put("shared", head.shared());
        entry.putAll(figures.storage(node, id, inReach));
        return entry;
    }

    private static void pools(Image image, Caller caller, List<byte[]> all) {
        for (Document d : image.below(POOLS)) {
            String id = d.path().substring(POOLS.length());
            if (caller.may("/pool/" + id, "Pool.Audit")) {
                all.add(WireJson.bytes(Map.of("id", "/pool/" + id, "type", "pool", "pool", id)));
            }
        }
    }
}
