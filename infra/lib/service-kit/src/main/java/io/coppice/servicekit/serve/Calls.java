package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Refused;
import org.jspecify.annotations.Nullable;

/** How a service asks another. */
public interface Calls {
    /**
     * Blocks until it is answered.
     *
     * @return null where the endpoint answers nothing
     * @throws Refused as the other service refused, or with {@code Unavailable} when it does not answer
     */
    <I extends Record, O> @Nullable O call(Endpoint<I, O> endpoint, I input, Caller onBehalfOf);
}
