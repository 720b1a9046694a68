package io.coppice.node.membership;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;

/** A change that is decided at once, or refused to whoever asked for it. */
final class Decided {
    private Decided() {}

    /** @throws Refused unless it is done */
    static void submit(Store store, NodeName here, Change change) {
        switch (store.submit(change)) {
            case Outcome.Done d -> {}
            case Outcome.Refused r -> throw Refused.conflict("the cluster was not changed: " + r.message());
            case Outcome.Unknown u -> throw new Refused(new Failure.Unavailable(here, u.text()));
        }
    }
}
