package io.coppice.store;

import java.util.List;
import java.util.Optional;

/** What one change did, in the order of its writes. */
public record Transition(Revision revision, List<Delta> deltas) {
    public Transition {
        deltas = List.copyOf(deltas);
    }

    /** One document before and after; absent where there was or is none. */
    public record Delta(String path, Optional<Document> before, Optional<Document> after) {}
}
