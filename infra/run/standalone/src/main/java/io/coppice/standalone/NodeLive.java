package io.coppice.standalone;

import io.coppice.contract.word.NodeName;
import io.coppice.live.Live;
import io.coppice.live.LocalLive;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One node's door to live state that several nodes of this process share. */
record NodeLive(NodeName node, LocalLive shared, Clock clock) implements Live {
    @Override
    public void put(String kind, String key, Map<String, ?> figures) {
        shared.accept(kind, new Item(key, node, clock.millis(), Map.copyOf(figures)));
    }

    @Override
    public void remove(String kind, String key) {
        shared.remove(kind, key);
    }

    @Override
    public Optional<Item> get(String kind, String key) {
        return shared.get(kind, key);
    }

    @Override
    public List<Item> entries(String kind) {
        return shared.entries(kind);
    }

    @Override
    public Watch watch(Watcher watcher) {
        return shared.watch(watcher);
    }

    @Override
    public void close() {
        // the others go on
    }
}
