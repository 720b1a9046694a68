package io.coppice.servicekit.serve;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;

/** How a service asks services of other nodes, as itself: nodes of a cluster believe each other. */
@FunctionalInterface
public interface FarCalls {
    /** @throws Refused where there is no such node */
    Calls on(NodeName node);

    /** Of a node that is in no cluster. */
    static FarCalls none() {
        return node -> {
            throw Refused.conflict("no such cluster node '" + node + "'");
        };
    }
}
