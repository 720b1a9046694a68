package io.coppice.live;

import io.coppice.contract.word.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Live state in this process' memory: all there is in tests, and what the shared doors answer from. */
public final class LocalLive implements Receiver {
    /** A stamp that is earlier by less than this is of an item that was overtaken; by more, of a clock that was set back. */
    static final Duration OVERTAKEN = Duration.ofSeconds(5);

    /** Whatever is older is as old as that. */
    private static final Duration OLD = Duration.ofDays(1);

    private final NodeName here;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Map<String, Item>> items = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public LocalLive(NodeName here, Clock clock) {
        this(here, clock, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    LocalLive(NodeName here, Clock clock, LongSupplier nanos) {
        this.here = here;
        this.clock = clock;
        this.nanos = nanos;
    }

    private Seen now() {
        return new Seen(nanos.getAsLong(), clock.millis());
    }

    private Map<String, Item> of(String kind) {
        return items.computeIfAbsent(kind, k -> new ConcurrentHashMap<>());
    }

    @Override
    public void put(String kind, String key, Map<String, ?> figures) {
        Seen now = now();
        of(kind).put(key, new Item(key, here, now.millis(), Figures.checked(figures), now));
        touched(kind, key);
    }

    @Override
    public void accept(String kind, Item item) {
        of(kind).compute(item.key(), (key, was) -> latest(was, item, now()));
        touched(kind, item.key());
    }

    /**
     * Of two owners the one that came last counts: their clocks say nothing about each other. What follows another of its
     * owner was put just now. Of what comes first nobody knows how long it lay elsewhere: there the stamp is believed.
     */
    private static Item latest(@Nullable Item was, Item item, Seen now) {
        if (was == null || !was.owner().equals(item.owner())) {
            return item.seen(now.before(Math.clamp(now.millis() - item.asofMillis(), 0, OLD.toMillis())));
        }
        long back = was.asofMillis() - item.asofMillis();
        boolean overtaken = back > 0 && back < OVERTAKEN.toMillis();
        return overtaken || was.equals(item) ? was : item.seen(now);
    }

    @Override
    public void remove(String kind, String key) {
        drop(new Key(kind, key), here);
    }

    /** Forgets an item, whoever put it. */
    void drop(Key key) {
        if (of(key.kind()).remove(key.key()) != null) {
            touched(key.kind(), key.key());
        }
    }

    /** Forgets an item if that node put it: another's may have come over it meanwhile. */
    void drop(Key key, NodeName owner) {
        Item item = of(key.kind()).get(key.key());
        if (item != null && item.owner().equals(owner) && of(key.kind()).remove(key.key(), item)) {
            touched(key.kind(), key.key());
        }
    }

    private void touched(String kind, String key) {
        for (Watcher w : watchers) {
            w.touched(kind, key);
        }
    }

    @Override
    public Optional<Item> get(String kind, String key) {
        return Optional.ofNullable(of(kind).get(key));
    }

    Optional<Item> get(Key key) {
        return get(key.kind(), key.key());
    }

    @Override
    public List<Item> entries(String kind) {
        return of(kind).values().stream()
                .sorted(Comparator.comparing(Item::key))
                .toList();
    }

    /** The names of all that is there. */
    List<Key> keys() {
        return items.entrySet().stream()
                .flatMap(e -> e.getValue().keySet().stream().map(key -> new Key(e.getKey(), key)))
                .toList();
    }

    @Override
    public Watch watch(Watcher watcher) {
        watchers.add(watcher);
        keys().forEach(k -> watcher.touched(k.kind(), k.key()));
        return () -> watchers.remove(watcher);
    }

    @Override
    public void close() {}
}
