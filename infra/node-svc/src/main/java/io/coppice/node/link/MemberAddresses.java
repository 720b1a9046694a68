package io.coppice.node.link;

import io.coppice.documents.member.ClusterMember;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From where members come: the addresses that are listed for them, and those from which they came, which are others where a
 * host has several or something stands between. No proof of anybody.
 */
final class MemberAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(MemberAddresses.class);

    /** Of all members together; the one that was seen last stays longest. */
    private static final int MOST_SEEN = 256;

    private final Roster roster;
    private final Map<InetAddress, String> seen = new LinkedHashMap<>(16, 0.75f, true);
    private volatile Set<InetAddress> listed = Set.of();

    MemberAddresses(Roster roster) {
        this.roster = roster;
        roster.onChange(this::follow);
        follow();
    }

    private void follow() {
        Set<InetAddress> addresses = new HashSet<>();
        Set<String> names = new HashSet<>();
        List<ClusterMember> members = roster.all();
        for (ClusterMember member : members) {
            try {
                addresses.add(InetAddress.ofLiteral(member.host()));
            } catch (IllegalArgumentException e) {
                names.add(member.host());
            }
        }
        synchronized (seen) {
            seen.values().retainAll(members.stream().map(ClusterMember::member).collect(Collectors.toSet()));
        }
        listed = Set.copyOf(addresses);
        if (!names.isEmpty()) {
            Thread.ofVirtual().name("addresses of members").start(() -> resolve(members, addresses, names));
        }
    }

    private void resolve(List<ClusterMember> of, Set<InetAddress> literal, Set<String> names) {
        Set<InetAddress> all = new HashSet<>(literal);
        for (String name : names) {
            try {
                all.addAll(List.of(InetAddress.getAllByName(name)));
            } catch (UnknownHostException e) {
                LOG.warn("the host {} of a member has no address now: {}", name, e.getMessage());
            }
        }
        if (roster.all().equals(of)) {
            listed = Set.copyOf(all);
        }
    }

    /** A member has shown from here who it is. */
    void came(SocketAddress from, String member) {
        came(InetAddress.ofLiteral(from.hostAddress()), member);
    }

    void came(InetAddress from, String member) {
        synchronized (seen) {
            seen.put(from, member);
            if (seen.size() > MOST_SEEN) {
                seen.remove(seen.keySet().iterator().next());
            }
        }
    }

    boolean has(InetAddress from) {
        synchronized (seen) {
            return listed.contains(from) || seen.containsKey(from);
        }
    }
}
