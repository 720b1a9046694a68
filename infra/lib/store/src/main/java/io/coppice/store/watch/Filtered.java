package io.coppice.store.watch;

import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import io.coppice.store.state.Happening;
import io.coppice.store.state.Picture;
import java.util.List;

/** A watcher of one prefix. */
record Filtered(String prefix, Watcher watcher) implements Feed.Reader {
    @Override
    public void reset(Picture now) {
        watcher.reset(now);
    }

    @Override
    public void happened(Happening h) {
        Transition t = h.transition();
        List<Transition.Delta> seen =
                t.deltas().stream().filter(d -> d.path().startsWith(prefix)).toList();
        if (!seen.isEmpty()) {
            watcher.changed(new Transition(t.revision(), t.actor(), t.stampMillis(), seen));
        }
    }
}
