package io.coppice.servicekit.serve;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which nodes are known, and how the services of each are reached. */
public final class NodeWays {
    /** What a client may call the node that it speaks to. */
    private static final String LOCALHOST = "localhost";

    private final NodeName here;
    private final Supplier<Map<NodeName, ServiceClient>> known;

    /** @param known looked at for every call, since nodes come and go; {@code here} is one of them */
    public NodeWays(NodeName here, Supplier<Map<NodeName, ServiceClient>> known) {
        this.here = here;
        this.known = known;
    }

    /** Of a node that is in no cluster. */
    public static NodeWays alone(NodeName here, ServiceClient services) {
        return new NodeWays(here, () -> Map.of(here, services));
    }

    /** The node that serves what is no single node's. */
    public NodeName here() {
        return here;
    }

    /** The ways to all nodes but this one. */
    Map<NodeName, ServiceClient> others() {
        Map<NodeName, ServiceClient> others = new HashMap<>(known.get());
        others.remove(here);
        return others;
    }

    /** @param node as a client names it; empty where there is none of that name */
    public Optional<ServiceClient> to(String node) {
        if (node.equals(LOCALHOST)) {
            return Optional.ofNullable(known.get().get(here));
        }
        try {
            return Optional.ofNullable(known.get().get(new NodeName(node)));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
