package io.coppice.contract.api.cluster;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /cluster/config: how nodes become one cluster, and which belong to it. */
public final class ClusterConfigApi {
    private static final String PATH = "/cluster/config";
    private static final String FINGERPRINT = "([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}";

    /** Where other nodes reach this one; of several the first counts, since there is one link between two nodes. */
    public static final Parameter LINKS =
            new Parameter("link[n]", string().format(link()).optional(), false, false, false, 7);

    public record None() {}

    public record Create(
            @Param(value = "The cluster's name.", format = "pve-node", maxLength = 15)
            String clustername,

            @Param(value = "This node's number.", min = 1) Optional<Integer> nodeid,

            @Param(value = "How many votes this node has; not used.", min = 1)
            Optional<Integer> votes,

            @Param(value = "Not used: there is no token.", name = "token-coefficient", min = 0, otherwise = "125")
            int tokenCoefficient,

            Settings links) {}

    public record JoinInfo(
            @Param(value = "For which node; this one where it is left out.", otherwise = "$current-node")
            Optional<NodeName> node) {}

    public record Join(
            @Param("A node of the cluster.") String hostname,

            @Param(value = "The fingerprint of that node's certificate.", pattern = FINGERPRINT)
            String fingerprint,

            @Param(
                    value = "The password of who joins it, or a token of one use that the cluster gave for this node.",
                    maxLength = 128,
                    secret = true)
            String password,

            @Param(value = "Who joins it, where that is not root.", ours = true)
            Optional<String> username,

            @Param("Join though this node's users, storages and jobs end with it.")
            Optional<Boolean> force,

            @Param(value = "This node's number.", min = 1) Optional<Integer> nodeid,

            @Param(value = "How many votes this node has; not used.", min = 0)
            Optional<Integer> votes,

            Settings links) {}

    /** As {@code GET /cluster/config/join} answers. */
    public record Information(
            String config_digest,
            List<Map<String, Object>> nodelist,
            NodeName preferred_node,
            Map<String, Object> totem) {}

    public record Remove(
            @Param("The cluster node.") NodeName node,

            @Param(value = "Remove it though there are guests on it, which end with it.", ours = true)
            Optional<Boolean> force) {}

    public record Add(
            @Param("The node that joins.") NodeName node,

            @Param("The version of the way in which nodes join; another than this cluster's is refused.")
            Optional<Integer> apiversion,

            @Param("Not used: who belongs to the cluster is removed first.")
            Optional<Boolean> force,

            @Param(value = "Where the node is; it tells that itself as it joins.", name = "new_node_ip", format = "ip")
            Optional<String> newNodeIp,

            @Param(value = "The number it will ask for.", min = 1)
            Optional<Integer> nodeid,

            @Param(value = "How many votes this node has; not used.", min = 0)
            Optional<Integer> votes,

            Settings links) {}

    /**
     * As the original answers, with what there is here.
     *
     * @param corosync_authkey the token of one use with which the node joins: what authenticates it
     * @param corosync_conf empty: there is no corosync
     * @param warnings how the node joins
     */
    public record Prepared(String corosync_authkey, String corosync_conf, List<String> warnings) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> INDEX = get(PATH, None.class, List.class)
            .summary("What there is of the cluster's configuration.")
            .allow(Guard.on("/", "Sys.Audit"))
            .body(Body.INDEX)
            .build();

    public static final Endpoint<Create, Upid> CREATE = post(PATH, Create.class, Upid.class)
            .summary("Found a cluster of which this node is the first.")
            .allow(Guard.rootOnly())
            .servedBy(Service.NODE)
            .options(List.of(LINKS))
            .build();

    public static final Endpoint<None, Integer> API_VERSION = get(PATH + "/apiversion", None.class, Integer.class)
            .summary("The version of the way in which nodes join.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.NODE)
            .build();

    public static final Endpoint<JoinInfo, Information> JOIN_INFO = get(
                    PATH + "/join", JoinInfo.class, Information.class)
            .summary("What a node needs to know to join.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.NODE)
            .build();

    public static final Endpoint<Join, Upid> JOIN = post(PATH + "/join", Join.class, Upid.class)
            .summary("Join this node to a cluster.")
            .allow(Guard.rootOnly())
            .servedBy(Service.NODE)
            .options(List.of(LINKS))
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> NODES = get(PATH + "/nodes", None.class, List.class)
            .summary("The nodes of the cluster, as it is configured.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.NODE)
            .build();

    public static final Endpoint<Remove, Void> REMOVE = delete(PATH + "/nodes/{node}", Remove.class, Void.class)
            .summary("Remove a node from the cluster, or its witness.")
            .allow(Guard.rootOnly())
            .servedBy(Service.NODE)
            .build();

    public static final Endpoint<Add, Prepared> ADD = post(PATH + "/nodes/{node}", Add.class, Prepared.class)
            .summary("Prepare the cluster for a node that joins: a token with which it gets in.")
            .allow(Guard.rootOnly())
            .servedBy(Service.NODE)
            .options(List.of(LINKS))
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, Map> TOTEM = get(PATH + "/totem", None.class, Map.class)
            .summary("The cluster's name; empty where there is no cluster.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, Map> QDEVICE = get(PATH + "/qdevice", None.class, Map.class)
            .summary("The witness, where there is one: whether it is in reach, and votes.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL =
            List.of(INDEX, CREATE, API_VERSION, JOIN_INFO, JOIN, NODES, ADD, REMOVE, TOTEM, QDEVICE);

    private ClusterConfigApi() {}

    private static PropertyFormat link() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("address", string().format("address").defaultKey());
        keys.put("priority", integer().min(0).max(255).otherwise(0));
        return new PropertyFormat("corosync.link[n]", keys);
    }
}
