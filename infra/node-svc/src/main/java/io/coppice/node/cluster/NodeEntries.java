package io.coppice.node.cluster;

import io.coppice.contract.word.NodeName;
import io.coppice.live.Freshness;
import io.coppice.live.Live;
import io.coppice.node.host.HostStatus;
import io.coppice.servicekit.serve.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What lists say of nodes: this one's figures as they are now, the others' as those have published them. */
public final class NodeEntries {
    private static final String KIND = "node";
    private static final String DETAILS = "node-details";
    private static final String CGROUP = "cgroup-mode";
    private final Supplier<Members> known;
    private final HostStatus host;
    private final Live live;
    private final Clock clock;

    /** Of nodes that stay the same. */
    public NodeEntries(Members members, HostStatus host, Live live, Clock clock) {
        this(() -> members, host, live, clock);
    }

    /** @param known looked at for every answer, since nodes come and go */
    public NodeEntries(Supplier<Members> known, HostStatus host, Live live, Clock clock) {
        this.known = known;
        this.host = host;
        this.live = live;
        this.clock = clock;
    }

    /** Lets the other nodes see this one's figures; called every five seconds or so. */
    public void publish() {
        String here = known.get().here().text();
        live.put(KIND, here, own());
        live.put(DETAILS, here, host.details());
    }

    Members members() {
        return known.get();
    }

    /** {@code GET /nodes}. */
    List<Map<String, Object>> nodes(Caller caller) {
        Members members = known.get();
        List<Map<String, Object>> all = new ArrayList<>();
        for (Members.Member m : members.all()) {
            Map<String, Object> entry = head(members, m);
            entry.put("ssl_fingerprint", m.fingerprint());
            Map<String, Object> figures = figures(members, m, caller);
            figures.remove(CGROUP);
            entry.putAll(figures);
            all.add(entry);
        }
        return all;
    }

    /** The nodes of {@code GET /cluster/resources}. */
    List<Map<String, Object>> resources(Members members, Caller caller) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Members.Member m : members.all()) {
            Map<String, Object> entry = head(members, m);
            entry.putAll(figures(members, m, caller));
            all.add(entry);
        }
        return all;
    }

    private static Map<String, Object> head(Members members, Members.Member m) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", "node/" + m.name());
        entry.put("type", "node");
        entry.put("node", m.name().text());
        entry.put("status", members.online().test(m.name()) ? "online" : "offline");
        entry.put("level", "");
        return entry;
    }

    /** None but the host's way to limit guests for those who may not see the rest. */
    private Map<String, Object> figures(Members members, Members.Member m, Caller caller) {
        Map<String, Object> figures = members.isHere(m) ? own() : published(members, m);
        if (!caller.may("/nodes/" + m.name(), "Sys.Audit")) {
            figures.keySet().retainAll(List.of(CGROUP));
        }
        return figures;
    }

    /** Of a node out of reach, or that has told nothing for long, only since when. */
    private Map<String, Object> published(Members members, Members.Member m) {
        Optional<Live.Item> last = live.get(KIND, m.name().text());
        boolean fresh = members.online().test(m.name())
                && last.filter(item -> Freshness.isFresh(item, clock.millis())).isPresent();
        Map<String, Object> figures = new LinkedHashMap<>();
        last.ifPresent(item -> {
            if (fresh) {
                figures.putAll(item.figures());
            } else {
                figures.put("asof", item.asofMillis() / 1000);
            }
        });
        return figures;
    }

    private Map<String, Object> own() {
        HostStatus.Brief brief = host.brief();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(CGROUP, host.cgroupMode());
        all.put("cpu", brief.cpu());
        all.put("maxcpu", brief.maxcpu());
        all.put("mem", brief.mem());
        all.put("maxmem", brief.maxmem());
        all.put("disk", brief.disk());
        all.put("maxdisk", brief.maxdisk());
        all.put("uptime", brief.uptime());
        return all;
    }

    /** Beside the original's: who votes, and whether the next loss stops changes; not where they have stopped already. */
    private static void votes(Members members, Map<String, Object> cluster) {
        Votes votes = members.votes();
        if (!votes.voters().isEmpty()) {
            cluster.put(
                    "voters",
                    votes.voters().stream().map(NodeName::text).sorted().collect(Collectors.joining(",")));
        }
        votes.witness().ifPresent(w -> {
            cluster.put("witness", w.name().text());
            cluster.put("witness-online", members.online().test(w.name()));
        });
        if (members.quorate()) {
            votes.spare(members.online()).ifPresent(spare -> cluster.put("spare", spare));
            votes.warning(members.online()).ifPresent(text -> cluster.put("warning", text));
        }
    }

    /** {@code GET /cluster/config/qdevice}: in the words in which such a device tells how it is. */
    Map<String, Object> qdevice() {
        Members members = known.get();
        Map<String, Object> all = new LinkedHashMap<>();
        members.votes().witness().ifPresent(w -> {
            all.put("Model", "witness");
            all.put("Name", w.name().text());
            all.put("Host", w.address());
            all.put("State", members.online().test(w.name()) ? "Connected" : "Disconnected");
            all.put("Votes", members.votes().voters().contains(w.name()) ? 1 : 0);
        });
        return all;
    }

    /** {@code GET /cluster/status}: a node that stands alone is no cluster, and has no entry of that type. */
    List<Map<String, Object>> status() {
        Members members = known.get();
        List<Map<String, Object>> all = new ArrayList<>();
        members.cluster().ifPresent(name -> {
            Map<String, Object> cluster = new LinkedHashMap<>();
            cluster.put("id", "cluster");
            cluster.put("type", "cluster");
            cluster.put("name", name);
            cluster.put("version", members.all().size());
            cluster.put("nodes", members.all().size());
            cluster.put("quorate", members.quorate());
            votes(members, cluster);
            all.add(cluster);
        });
        for (Members.Member m : members.all()) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("id", "node/" + m.name());
            node.put("type", "node");
            node.put("name", m.name().text());
            node.put("nodeid", m.number());
            node.put("ip", m.address());
            node.put("local", members.isHere(m));
            node.put("online", members.online().test(m.name()));
            node.put("level", "");
            all.add(node);
        }
        return all;
    }
}
