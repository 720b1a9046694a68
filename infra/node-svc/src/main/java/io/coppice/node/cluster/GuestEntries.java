package io.coppice.node.cluster;

import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.store.Document;
import io.coppice.store.Image;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The guests' entries of {@code /cluster/resources}. Each is kept as JSON until its configuration, its pool or its figures
 * are others than it was made of, which is looked at for every answer: what is kept is never older than the truth.
 */
final class GuestEntries {
    private static final String BELOW = "nodes/";
    private final Figures figures;
    private final Map<String, Entry> known = new ConcurrentHashMap<>();
    private volatile Pools pools = new Pools(List.of(), Map.of());

    /**
     * What was made of one document.
     *
     * @param head empty for a document that is no guest's configuration
     * @param pool empty where the guest is in none
     * @param json empty until somebody may see it
     */
    private record Entry(
            Document document,
            Optional<GuestHead> head,
            String aclPath,
            String pool,
            Map<String, Object> figures,
            byte[] json) {
        static Entry of(Document d) {
            Optional<GuestHead> head = GuestHead.of(d);
            String aclPath = head.map(h -> "/vms/" + h.vmid()).orElse("");
            return new Entry(d, head, aclPath, "", Map.of(), new byte[0]);
        }

        boolean isOf(Document d) {
            return document == d || document.digest().equals(d.digest());
        }

        boolean shows(String nowPool, Map<String, Object> now) {
            return json.length > 0 && pool.equals(nowPool) && (figures == now || figures.equals(now));
        }

        Entry with(GuestHead guest, String nowPool, Map<String, Object> now) {
            return new Entry(document, head, aclPath, nowPool, now, WireJson.bytes(entry(guest, nowPool, now)));
        }
    }

    /** Pools by guest, until one of their documents changes. */
    private record Pools(List<Document> documents, Map<String, String> byGuest) {}

    GuestEntries(Figures figures) {
        this.figures = figures;
    }

    /**
     * Adds those that the caller may see, sorted as their configurations are.
     *
     * @param away the nodes that are out of reach
     */
    void add(Image image, Caller caller, Set<String> away, List<byte[]> all) {
        Map<String, String> poolOf = pools(image).byGuest();
        List<Document> documents = image.below(BELOW);
        for (Document d : documents) {
            Entry entry = known.get(d.path());
            if (entry == null || !entry.isOf(d)) {
                entry = Entry.of(d);
                known.put(d.path(), entry);
            }
            if (entry.head().isPresent() && caller.may(entry.aclPath(), "VM.Audit")) {
                GuestHead guest = entry.head().get();
                all.add(json(entry, guest, poolOf, !away.contains(guest.node())));
            }
        }
        if (known.size() > documents.size() + documents.size() / 8 + 64) {
            Set<String> there = documents.stream().map(Document::path).collect(Collectors.toSet());
            known.keySet().retainAll(there);
        }
    }

    private byte[] json(Entry entry, GuestHead head, Map<String, String> poolOf, boolean inReach) {
        String pool = poolOf.isEmpty() ? "" : poolOf.getOrDefault(head.vmid().toString(), "");
        Map<String, Object> now = figures.guest(head.vmid(), inReach);
        if (entry.shows(pool, now)) {
            return entry.json();
        }
        Entry fresh = entry.with(head, pool, now);
        known.put(entry.document().path(), fresh);
        return fresh.json();
    }

    private static Map<String, Object> entry(GuestHead head, String pool, Map<String, Object> figures) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", head.kind() + "/" + head.vmid());
        entry.put("type", head.kind());
        entry.put("vmid", head.vmid());
        entry.put("node", head.node());
        entry.put("name", head.name());
        entry.put("template", head.isTemplate());
        for (String zero :
                List.of("cpu", "mem", "disk", "maxdisk", "uptime", "netin", "netout", "diskread", "diskwrite")) {
            entry.put(zero, 0);
        }
        entry.put("maxcpu", head.processors());
        entry.put("maxmem", head.memory());
        if (!pool.isEmpty()) {
            entry.put("pool", pool);
        }
        for (String same : List.of("tags", "lock")) {
            String value = head.options().get(same);
            if (value != null) {
                entry.put(same, value);
            }
        }
        entry.putAll(figures);
        return entry;
    }

    private Pools pools(Image image) {
        List<Document> documents = image.below(Resources.POOLS);
        Pools last = pools;
        if (last.documents().equals(documents)) {
            return last;
        }
        Pools fresh = new Pools(documents, byGuest(documents));
        pools = fresh;
        return fresh;
    }

    /** {@code pool:name:comment:vmids:storages:} */
    private static Map<String, String> byGuest(List<Document> documents) {
        Map<String, String> pools = new HashMap<>();
        for (Document d : documents) {
            String[] fields = d.text().strip().split(":", -1);
            if (fields.length > 3) {
                for (String vmid : fields[3].split("[,;\\s]+")) {
                    pools.put(vmid, fields[1]);
                }
            }
        }
        return pools;
    }
}
