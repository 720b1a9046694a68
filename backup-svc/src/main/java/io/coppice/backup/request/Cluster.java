package io.coppice.backup.request;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.access.AccessConfig;
import io.coppice.store.Document;
import io.coppice.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which guests there are, as the truth has them. */
public final class Cluster {
    private static final Pattern GUEST = Pattern.compile("nodes/([^/]+)/(qemu-server|lxc)/([1-9]\\d{2,8})\\.conf");
    private static final Pattern NAME = Pattern.compile("(?m)^(?:name|hostname): (\\S+)$");
    private final Store store;
    private final NodeName here;

    public Cluster(Store store, NodeName here) {
        this.store = store;
        this.here = here;
    }

    public NodeName here() {
        return here;
    }

    /** Guests of all nodes, each with its node. */
    public Map<String, String> nodes() {
        Map<String, String> all = new TreeMap<>();
        for (Document d : store.image().below("nodes/")) {
            Matcher m = GUEST.matcher(d.path());
            if (m.matches()) {
                all.put(m.group(3), m.group(1));
            }
        }
        return all;
    }

    /** {@code qemu} or {@code lxc}; empty where there is no such guest. */
    public Optional<String> type(String vmid) {
        return document(vmid).map(d -> d.path().contains("/lxc/") ? "lxc" : "qemu");
    }

    /** Its configuration, on whichever node it is. */
    public Optional<Document> document(String vmid) {
        return Optional.ofNullable(nodes().get(vmid)).flatMap(node -> {
            String folder = "nodes/" + node + "/";
            return store.image()
                    .find(folder + "qemu-server/" + vmid + ".conf")
                    .or(() -> store.image().find(folder + "lxc/" + vmid + ".conf"));
        });
    }

    /** Its name as it stands above pending changes and snapshots. */
    public String name(String vmid) {
        return document(vmid)
                .map(d -> NAME.matcher(d.text().split("(?m)^\\[", 2)[0]))
                .filter(Matcher::find)
                .map(m -> m.group(1))
                .orElseGet(() -> (type(vmid).equals(Optional.of("lxc")) ? "CT" : "VM ") + vmid);
    }

    /** The guests of a pool; empty where there is no such pool. */
    public Optional<Set<String>> members(String pool) {
        return store.image()
                .find("user.cfg:pool:" + pool)
                .map(d -> AccessConfig.parse(List.of(d.text())))
                .flatMap(c -> Optional.ofNullable(c.pools().get(pool)))
                .map(p -> p.vmids());
    }
}
