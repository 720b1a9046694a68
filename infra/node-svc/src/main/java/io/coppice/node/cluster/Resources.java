package io.coppice.node.cluster;

import io.coppice.contract.word.NodeName;
import io.coppice.node.host.HostStatus;
import io.coppice.servicekit.serve.Caller;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code GET /cluster/resources}: what is there comes from the truth, figures from live state, cut to what one may see. */
public final class Resources {
    private static final String STORAGES = "storage.cfg:";
    private static final String POOLS = "user.cfg:pool:";
    private final NodeName here;
    private final Store store;
    private final Figures figures;
    private final HostStatus host;
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    /** A configuration that was read once, until its document changes. */
    private record Read(long revision, Optional<GuestHead> head) {}

    public Resources(NodeName here, Store store, Figures figures, HostStatus host) {
        this.here = here;
        this.store = store;
        this.figures = figures;
        this.host = host;
    }

    /** @param type {@code vm}, {@code storage}, {@code node} or {@code sdn}; empty for all */
    public List<Map<String, Object>> list(Caller caller, Optional<String> type) {
        Image image = store.image();
        List<Map<String, Object>> all = new ArrayList<>();
        if (wants(type, "pool")) {
            pools(image, caller, all);
        }
        if (wants(type, "vm")) {
            guests(image, caller, all);
        }
        if (wants(type, "node")) {
            all.add(node(caller));
        }
        if (wants(type, "storage")) {
            storages(image, caller, all);
        }
        return all;
    }

    private static boolean wants(Optional<String> type, String kind) {
        return type.isEmpty() || type.get().equals(kind);
    }

    private void guests(Image image, Caller caller, List<Map<String, Object>> all) {
        Map<String, String> pools = poolOf(image);
        List<Document> documents = image.below("nodes/");
        for (Document d : documents) {
            Optional<GuestHead> head = head(d);
            if (head.isPresent() && caller.may("/vms/" + head.get().vmid(), "VM.Audit")) {
                all.add(guest(head.get(), pools.get(head.get().vmid().toString())));
            }
        }
        if (read.size() > 2 * documents.size() + 64) {
            read.keySet().retainAll(documents.stream().map(Document::path).collect(Collectors.toSet()));
        }
    }

    private Optional<GuestHead> head(Document d) {
        Read known = read.get(d.path());
        if (known == null || known.revision() != d.revision()) {
            known = new Read(d.revision(), GuestHead.of(d));
            read.put(d.path(), known);
        }
        return known.head();
    }

    private Map<String, Object> guest(GuestHead head, @Nullable String pool) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", head.kind() + "/" + head.vmid());
        entry.put("type", head.kind());
        entry.put("vmid", head.vmid());
        entry.put("node", head.node());
        entry.put("name", head.name());
        entry.put("template", head.isTemplate());
        entry.put("status", "unknown");
        for (String zero :
                List.of("cpu", "mem", "disk", "maxdisk", "uptime", "netin", "netout", "diskread", "diskwrite")) {
            entry.put(zero, 0);
        }
        entry.put("maxcpu", head.processors());
        entry.put("maxmem", head.memory());
        if (pool != null) {
            entry.put("pool", pool);
        }
        for (String same : List.of("tags", "lock")) {
            String value = head.options().get(same);
            if (value != null) {
                entry.put(same, value);
            }
        }
        figures.guest(head.vmid()).ifPresent(entry::putAll);
        return entry;
    }

    private Map<String, Object> node(Caller caller) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", "node/" + here);
        entry.put("type", "node");
        entry.put("node", here.text());
        entry.put("status", "online");
        entry.put("level", "");
        entry.put("cgroup-mode", host.cgroupMode());
        if (caller.may("/nodes/" + here, "Sys.Audit")) {
            HostStatus.Brief b = host.brief();
            entry.put("cpu", b.cpu());
            entry.put("maxcpu", b.maxcpu());
            entry.put("mem", b.mem());
            entry.put("maxmem", b.maxmem());
            entry.put("disk", b.disk());
            entry.put("maxdisk", b.maxdisk());
            entry.put("uptime", b.uptime());
        }
        return entry;
    }

    private void storages(Image image, Caller caller, List<Map<String, Object>> all) {
        for (Document d : image.below(STORAGES)) {
            String id = d.path().substring(STORAGES.length());
            if (!caller.may("/storage/" + id, "Datastore.Audit")
                    && !caller.may("/storage/" + id, "Datastore.AllocateSpace")) {
                continue;
            }
            StorageHead head = StorageHead.of(d);
            if (!head.isOn(here.text())) {
                continue;
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", "storage/" + here + "/" + id);
            entry.put("type", "storage");
            entry.put("storage", id);
            entry.put("node", here.text());
            entry.put("plugintype", head.type());
            entry.put("content", head.content());
            entry.put("shared", head.shared());
            entry.put("status", "unknown");
            figures.storage(here.text(), id).ifPresent(entry::putAll);
            all.add(entry);
        }
    }

    private static void pools(Image image, Caller caller, List<Map<String, Object>> all) {
        for (Document d : image.below(POOLS)) {
            String id = d.path().substring(POOLS.length());
            if (caller.may("/pool/" + id, "Pool.Audit")) {
                all.add(Map.of("id", "/pool/" + id, "type", "pool", "pool", id));
            }
        }
    }

    /** {@code pool:name:comment:vmids:storages:} */
    private static Map<String, String> poolOf(Image image) {
        Map<String, String> pools = new LinkedHashMap<>();
        for (Document d : image.below(POOLS)) {
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
