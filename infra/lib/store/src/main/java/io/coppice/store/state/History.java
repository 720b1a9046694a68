package io.coppice.store.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last changes, 24 hours or 64 MiB of them, by revision without gaps. */
public record History(SortedTree<Long, Happening> byRevision, long bytes) {
    public static final History NONE = new History(SortedTree.empty(), 0);

    /** With one more, and without what is too old by its stamp or too much. */
    public History with(Happening h) {
        return with(h, Sizes.HISTORY);
    }

    public History with(Happening h, long mostBytes) {
        SortedTree<Long, Happening> kept =
                byRevision.put(h.transition().revision().number(), h);
        long sum = bytes + h.bytes();
        long oldest = h.transition().stampMillis() - Sizes.HISTORY_MILLIS;
        while (kept.size() > 1) {
            long first = kept.first().orElseThrow();
            Happening old = kept.find(first).orElseThrow();
            if (sum <= mostBytes && old.transition().stampMillis() >= oldest) {
                break;
            }
            kept = kept.remove(first);
            sum -= old.bytes();
        }
        return new History(kept, sum);
    }

    /** All after a revision up to the newest, in order; empty when the history does not reach back so far. */
    public Optional<List<Happening>> after(long revision, long newest) {
        if (revision == newest) {
            return Optional.of(List.of());
        }
        if (revision > newest || byRevision.find(revision + 1).isEmpty()) {
            return Optional.empty();
        }
        List<Happening> all = new ArrayList<>();
        byRevision.from(revision + 1, (r, h) -> all.add(h));
        return Optional.of(all);
    }
}
