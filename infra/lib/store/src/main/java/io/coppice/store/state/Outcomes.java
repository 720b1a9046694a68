package io.coppice.store.state;

import io.coppice.store.Outcome;
import java.util.Optional;
import java.util.UUID;

/** What became of the last 10,000 changes, by their ids. */
public record Outcomes(SortedTree<UUID, Outcome> byId, SortedTree<Long, UUID> inOrder, long next) {
    public static final Outcomes NONE = new Outcomes(SortedTree.empty(), SortedTree.empty(), 0);

    public Optional<Outcome> find(UUID id) {
        return byId.find(id);
    }

    public Outcomes with(UUID id, Outcome outcome) {
        SortedTree<UUID, Outcome> ids = byId.put(id, outcome);
        SortedTree<Long, UUID> order = inOrder.put(next, id);
        if (order.size() > Sizes.OUTCOMES) {
            long oldest = order.first().orElseThrow();
            ids = ids.remove(order.find(oldest).orElseThrow());
            order = order.remove(oldest);
        }
        return new Outcomes(ids, order, next + 1);
    }
}
