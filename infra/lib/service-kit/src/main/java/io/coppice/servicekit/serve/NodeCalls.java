package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/** Calls within a node: straight to the handler where it is in this process, else through the service's socket. */
public final class NodeCalls implements Calls {
    private final Dispatcher local;
    private final ServiceClient remote;

    /** @param remote reaches the services' own sockets */
    public NodeCalls(Dispatcher local, ServiceClient remote) {
        this.local = local;
        this.remote = remote;
    }

    @Override
    public <I extends Record, O> @Nullable O call(Endpoint<I, O> endpoint, I input, Caller onBehalfOf) {
        if (local.serves(endpoint)) {
            return local.direct(endpoint, input, onBehalfOf);
        }
        return remote.typed(endpoint, input, onBehalfOf);
    }
}
