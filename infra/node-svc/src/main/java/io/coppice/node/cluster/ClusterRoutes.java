package io.coppice.node.cluster;

import io.coppice.contract.api.cluster.ClusterApi;
import io.coppice.contract.api.node.NodeApi;
import io.coppice.contract.word.NodeName;
import io.coppice.node.host.HostStatus;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** /nodes, /nodes/{node}/status and /cluster. */
public final class ClusterRoutes {
    private final NodeName here;
    private final String address;
    private final String fingerprint;
    private final HostStatus host;
    private final Resources resources;

    /**
     * @param address this node's address as other nodes and clients see it
     * @param fingerprint SHA-256 of its certificate in hex with colons
     */
    public ClusterRoutes(NodeName here, String address, String fingerprint, HostStatus host, Resources resources) {
        this.here = here;
        this.address = address;
        this.fingerprint = fingerprint;
        this.host = host;
        this.resources = resources;
    }

    public Routes routes() {
        return new Routes()
                .serve(NodeApi.NODES, (caller, in) -> nodes(caller))
                .serve(NodeApi.STATUS, (caller, in) -> host.full())
                .serve(NodeApi.VERSION, (caller, in) -> host.version())
                .serve(ClusterApi.RESOURCES, (caller, in) -> resources.list(caller, in.type()))
                .serve(ClusterApi.STATUS, (caller, in) -> status());
    }

    private List<Map<String, Object>> nodes(Caller caller) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", "node/" + here);
        node.put("type", "node");
        node.put("node", here.text());
        node.put("status", "online");
        node.put("level", "");
        node.put("ssl_fingerprint", fingerprint);
        if (caller.may("/nodes/" + here, "Sys.Audit")) {
            HostStatus.Brief brief = host.brief();
            node.put("cpu", brief.cpu());
            node.put("maxcpu", brief.maxcpu());
            node.put("mem", brief.mem());
            node.put("maxmem", brief.maxmem());
            node.put("disk", brief.disk());
            node.put("maxdisk", brief.maxdisk());
            node.put("uptime", brief.uptime());
        }
        return List.of(node);
    }

    /** A node that stands alone is no cluster, and has no entry of that type. */
    private List<Map<String, Object>> status() {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", "node/" + here);
        node.put("type", "node");
        node.put("name", here.text());
        node.put("nodeid", 0);
        node.put("ip", address);
        node.put("local", true);
        node.put("online", true);
        node.put("level", "");
        return List.of(node);
    }
}
