package io.coppice.servicekit.truth;

import io.coppice.contract.failure.Refused;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;

/** How steps write to the store: what is not known is sent again, what is refused fails the step. */
public final class Truth {
    /** Each try waits up to ten seconds within the store. */
    private static final int TRIES = 3;

    private Truth() {}

    /**
     * Sends a change until its outcome is known.
     *
     * @throws Refused when it will never happen
     * @throws StoreUnavailable when there is no quorum, or no answer in all tries; it may have happened nevertheless, so the
     *     step that runs again looks for its own mark
     */
    public static Revision submit(Store store, Change change) throws StoreUnavailable {
        String unknown = "";
        for (int i = 0; i < TRIES; i++) {
            switch (store.submit(change)) {
                case Outcome.Done d -> {
                    return d.revision();
                }
                case Outcome.Refused r
                when r.reason() == Outcome.Reason.NO_QUORUM -> throw new StoreUnavailable(r.message());
                case Outcome.Refused r -> throw Refused.conflict(r.message());
                case Outcome.Unknown u -> unknown = u.text();
            }
        }
        throw new StoreUnavailable(unknown);
    }
}
