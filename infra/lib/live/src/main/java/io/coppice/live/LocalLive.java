package io.coppice.live;

import io.coppice.contract.word.NodeName;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Live state of this process alone: for tests, and until the shared one is up. */
public final class LocalLive implements Live {
    private final NodeName here;
    private final Clock clock;
    private final Map<Key, Item> items = new ConcurrentHashMap<>();

    /** An item's name. */
    record Key(String kind, String key) {}

    public LocalLive(NodeName here, Clock clock) {
        this.here = here;
        this.clock = clock;
    }

    @Override
    public void put(String kind, String key, Map<String, ?> figures) {
        items.put(new Key(kind, key), new Item(key, here, clock.millis(), Map.copyOf(figures)));
    }

    @Override
    public void remove(String kind, String key) {
        items.remove(new Key(kind, key));
    }

    @Override
    public Optional<Item> get(String kind, String key) {
        return Optional.ofNullable(items.get(new Key(kind, key)));
    }

    @Override
    public List<Item> entries(String kind) {
        return items.entrySet().stream()
                .filter(e -> e.getKey().kind().equals(kind))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(Item::key))
                .toList();
    }

    /** Everything, for whoever takes over. */
    Stream<Map.Entry<Key, Item>> all() {
        return Map.copyOf(items).entrySet().stream();
    }

    @Override
    public void close() {}
}
