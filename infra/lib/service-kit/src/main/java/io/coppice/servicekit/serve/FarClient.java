package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.word.NodeName;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls services of other nodes through this node's links. A call waits as long as the link holds. */
public final class FarClient implements FarCalls {
    private final Vertx vertx;
    private final Path links;
    private final Supplier<String> seen;
    private final Map<NodeName, Calls> known = new ConcurrentHashMap<>();

    /**
     * @param links the socket on which the process that has the links takes services' calls
     * @param seen how far this process has seen the truth
     */
    public FarClient(Vertx vertx, Path links, Supplier<String> seen) {
        this.vertx = vertx;
        this.links = links;
        this.seen = seen;
    }

    @Override
    public Calls on(NodeName node) {
        return known.computeIfAbsent(node, n -> new Far(ServiceClient.ofOtherNode(vertx, links, n, seen)));
    }

    private record Far(ServiceClient client) implements Calls {
        @Override
        public <I extends Record, O> @Nullable O call(Endpoint<I, O> endpoint, I input, Caller onBehalfOf) {
            return client.typed(endpoint, input, onBehalfOf);
        }
    }
}
