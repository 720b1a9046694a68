package io.coppice.backup.run;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.truth.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Calls of other services in a task's steps. One that does not answer, since it is starting or was killed, is no failure, nor
 * is one that itself had no answer from the store: the task waits for both as it waits for the store.
 */
final class Patience {
    private final Calls calls;
    private final Caller self;

    /** @param self as which they are asked: who asked for the backup has been checked before */
    Patience(Calls calls, Caller self) {
        this.calls = calls;
        this.self = self;
    }

    <I extends Record, O> @Nullable O call(Endpoint<I, O> endpoint, I input) throws StoreUnavailable {
        try {
            return calls.call(endpoint, input, self);
        } catch (Refused r) {
            switch (r.failure()) {
                case Failure.Unavailable away -> throw new StoreUnavailable(away.message());
                case Failure.NoAnswer none -> throw new StoreUnavailable(none.message());
                default -> throw r;
            }
        }
    }
}
