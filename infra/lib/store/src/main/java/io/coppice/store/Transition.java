package io.coppice.store;

import java.util.List;
import java.util.Optional;

/**
 * What one change did, in the order of its writes.
 *
 * @param actor as the change has it
 * @param stampMillis the leader's clock when it took the change; never going back
 */
public record Transition(Revision revision, String actor, long stampMillis, List<Delta> deltas) {
    public Transition {
        deltas = List.copyOf(deltas);
    }

    /** One document before and after; absent where there was or is none. */
    public record Delta(String path, Optional<Document> before, Optional<Document> after) {}
}
