package io.coppice.servicekit.serve;

import io.coppice.contract.failure.Refused;
import org.jspecify.annotations.Nullable;

/** What a service does for an endpoint; runs on a virtual thread and may block. */
@FunctionalInterface
public interface Handler<I extends Record, O> {
    /** @throws Refused for everything that the caller shall read; other exceptions are answered without detail */
    @Nullable
    O handle(Caller caller, I input) throws Exception;
}
