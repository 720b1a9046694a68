package io.coppice.standalone;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.serve.NodeWays;
import io.coppice.servicekit.serve.OtherNodes;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.store.Document;
import io.coppice.store.Store;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The gateway's ways to the nodes of the cluster, as the truth names them: its own node's sockets, the others' by links. */
final class ClusterWays {
    private final Vertx vertx;
    private final Store store;
    private final NodeName here;
    private final ServiceClient own;
    private final Path links;
    private volatile Known known;

    private record Known(List<Document> members, Map<NodeName, ServiceClient> ways) {}

    private ClusterWays(Vertx vertx, Store store, NodeName here, ServiceClient own, Path links) {
        this.vertx = vertx;
        this.store = store;
        this.here = here;
        this.own = own;
        this.links = links;
        this.known = new Known(List.of(), Map.of(here, own));
    }

    /** @param links the socket on which this node's process takes calls for others */
    static NodeWays of(Vertx vertx, Store store, NodeName here, ServiceClient own, Path links) {
        ClusterWays ways = new ClusterWays(vertx, store, here, own, links);
        return new NodeWays(here, ways::now);
    }

    /** For the node's own services, by the same links as the gateway. */
    static OtherNodes others(Vertx vertx, NodeServices.Ground ground, DataFolder data) {
        ServiceClient own = new ServiceClient(vertx, data.sockets(), "api.sock", ground.here(), seen(ground.store()));
        return OtherNodes.of(of(vertx, ground.store(), ground.here(), own, data.linksSocketForGateway()));
    }

    /** For the node's own services, which name themselves. */
    static OtherNodes asServices(Vertx vertx, NodeServices.Ground ground, DataFolder data) {
        ServiceClient own =
                new ServiceClient(vertx, data.sockets(), "service.sock", ground.here(), seen(ground.store()));
        return OtherNodes.of(of(vertx, ground.store(), ground.here(), own, data.linksSocketForServices()));
    }

    /** How far this process has seen the truth. */
    static Supplier<String> seen(Store store) {
        return () -> store.image().revision().toString();
    }

    private Map<NodeName, ServiceClient> now() {
        List<Document> members = store.image().below(ClusterMember.FOLDER);
        Known last = known;
        return last.members().equals(members) ? last.ways() : renewed(members);
    }

    private synchronized Map<NodeName, ServiceClient> renewed(List<Document> members) {
        Map<NodeName, ServiceClient> ways = new HashMap<>();
        for (Document member : members) {
            NodeName node = new NodeName(member.path().substring(ClusterMember.FOLDER.length()));
            ServiceClient same = known.ways().get(node);
            ways.put(node, same != null ? same : ServiceClient.ofOtherNode(vertx, links, node, seen(store)));
        }
        ways.put(here, own);
        known = new Known(members, Map.copyOf(ways));
        return known.ways();
    }
}
