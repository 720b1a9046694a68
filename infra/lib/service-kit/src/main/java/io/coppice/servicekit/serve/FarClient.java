package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.word.NodeName;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls services of other nodes through this node's links. A call waits ten minutes at most. */
public final class FarClient implements FarCalls {
    private final Vertx vertx;
    private final Path links;
    private final Map<NodeName, Calls> known = new ConcurrentHashMap<>();

    /** @param links the socket on which the process that has the links takes services' calls */
    public FarClient(Vertx vertx, Path links) {
        this.vertx = vertx;
        this.links = links;
    }

    @Override
    public Calls on(NodeName node) {
        return known.computeIfAbsent(node, n -> new Far(ServiceClient.ofOtherNode(vertx, links, n)));
    }

    private record Far(ServiceClient client) implements Calls {
        @Override
        public <I extends Record, O> @Nullable O call(Endpoint<I, O> endpoint, I input, Caller onBehalfOf) {
            return client.typed(endpoint, input, onBehalfOf);
        }
    }
}
