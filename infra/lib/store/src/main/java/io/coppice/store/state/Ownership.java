package io.coppice.store.state;

import static io.coppice.contract.endpoint.Service.AUTH;
import static io.coppice.contract.endpoint.Service.BACKUP;
import static io.coppice.contract.endpoint.Service.COMPUTE;
import static io.coppice.contract.endpoint.Service.GATEWAY;
import static io.coppice.contract.endpoint.Service.METRICS;
import static io.coppice.contract.endpoint.Service.NETWORK;
import static io.coppice.contract.endpoint.Service.NODE;
import static io.coppice.contract.endpoint.Service.STORAGE;

import io.coppice.contract.endpoint.Service;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which service writes which path. One table; the first line that fits decides. */
public final class Ownership {
    private record Rule(Pattern path, Service owner) {}

    /** {@code *} stands for one segment's letters; a line that ends with {@code /} or {@code :} for all below. */
    private static final List<Rule> TABLE = List.of(
            rule("nodes/*/qemu-server/", COMPUTE),
            rule("nodes/*/lxc/", COMPUTE),
            rule("ha/", COMPUTE),
            rule("mapping/", COMPUTE),
            rule("virtual-guest/", COMPUTE),
            rule("storage.cfg:", STORAGE),
            rule("storage.cfg", STORAGE),
            rule("priv/storage/", STORAGE),
            rule("priv/ceph/", STORAGE),
            rule("sdn/", NETWORK),
            rule("firewall/", NETWORK),
            rule("nodes/*/host.fw", NETWORK),
            rule("priv/sdn/", NETWORK),
            rule("priv/ipam.db", NETWORK),
            rule("priv/macs.db", NETWORK),
            // The kind stands before the job's name because two services have jobs.
            rule("jobs.cfg:realm-sync:", AUTH),
            rule("jobs.cfg:", BACKUP),
            rule("replication.cfg:", BACKUP),
            rule("vzdump.cron", BACKUP),
            rule("status.cfg:", METRICS),
            rule("notifications.cfg:", METRICS),
            rule("priv/notifications.cfg:", METRICS),
            rule("priv/metricserver/", METRICS),
            rule("user.cfg:", AUTH),
            rule("domains.cfg:", AUTH),
            rule("token.cfg:", AUTH),
            rule("authkey.pub.pem", AUTH),
            rule("authkey.pub.pem.old", AUTH),
            rule("priv/authkey.key", AUTH),
            rule("priv/authkey.key.old", AUTH),
            rule("priv/csrf.key", AUTH),
            rule("priv/shadow.cfg:", AUTH),
            rule("priv/token.cfg:", AUTH),
            rule("priv/tfa.cfg:", AUTH),
            rule("priv/realm/", AUTH),
            rule("priv/ldap/", AUTH),
            rule("datacenter.cfg", NODE),
            rule("cluster/", NODE),
            rule("corosync.conf", NODE),
            rule("nodes/*/", NODE),
            rule("pve-root-ca.pem", NODE),
            rule("pve-www.key", NODE),
            rule("priv/pve-root-ca.key", NODE),
            rule("priv/acme/", NODE),
            rule("priv/nodes/", NODE));

    private Ownership() {}

    /**
     * Whether the writer owns the path. {@code coppice/<service>/} and {@code priv/coppice/<service>/} are each
     * service's own; below {@code priv/tasks/} every service but the gateway keeps the secret inputs of its tasks.
     */
    public static boolean owns(Service writer, String path) {
        if (path.startsWith("priv/tasks/")) {
            return writer != GATEWAY;
        }
        if (path.startsWith("coppice/" + writer.label() + "/")
                || path.startsWith("priv/coppice/" + writer.label() + "/")) {
            return true;
        }
        return owner(path).filter(o -> o == writer).isPresent();
    }

    /** Who owns a path, by the table. */
    public static Optional<Service> owner(String path) {
        return TABLE.stream()
                .filter(r -> r.path().matcher(path).matches())
                .map(Rule::owner)
                .findFirst();
    }

    private static Rule rule(String line, Service owner) {
        String all = line.endsWith("/") || line.endsWith(":") ? ".+" : "";
        return new Rule(Pattern.compile(line.replace(".", "\\.").replace("*", "[^/:]+") + all), owner);
    }
}
