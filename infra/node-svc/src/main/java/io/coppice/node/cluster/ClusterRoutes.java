package io.coppice.node.cluster;

import io.coppice.contract.api.cluster.ClusterApi;
import io.coppice.contract.api.cluster.ClusterConfigApi;
import io.coppice.contract.api.node.NodeApi;
import io.coppice.node.host.HostStatus;
import io.coppice.servicekit.serve.Routes;

/** /nodes, /nodes/{node}/status and /cluster. */
public final class ClusterRoutes {
    private final NodeEntries nodes;
    private final HostStatus host;
    private final Resources resources;

    /**
     * @param nodes those of the cluster
     * @param host this node's own
     */
    public ClusterRoutes(NodeEntries nodes, HostStatus host, Resources resources) {
        this.nodes = nodes;
        this.host = host;
        this.resources = resources;
    }

    public Routes routes() {
        return new Routes()
                .serve(NodeApi.NODES, (caller, in) -> nodes.nodes(caller))
                .serve(NodeApi.STATUS, (caller, in) -> host.full())
                .serve(NodeApi.VERSION, (caller, in) -> host.version())
                .serve(ClusterApi.RESOURCES, (caller, in) -> resources.list(caller, in.type()))
                .serve(ClusterApi.STATUS, (caller, in) -> nodes.status())
                .serve(ClusterConfigApi.QDEVICE, (caller, in) -> nodes.qdevice());
    }
}
