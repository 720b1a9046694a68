package io.coppice.live;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.coppice.contract.word.NodeName;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process' memory and the members' shared map alike. Events of the map may be lost, so it is compared as a
 * whole now and then. Told by one thread.
 */
final class SharedMap
        implements EntryAddedListener<String, String>,
                EntryUpdatedListener<String, String>,
                EntryMergedListener<String, String>,
                EntryRemovedListener<String, String> {
    private static final Logger LOG = LoggerFactory.getLogger(SharedMap.class);
    static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final NodeName here;
    private final LocalLive local;
    private final HazelcastInstance instance;
    private final IMap<String, String> map;
    private final Set<Key> removed;
    private long comparedNanos;
    private boolean compared;

    /** @param removed names that are to be removed for all; others that vanish are only out of this memory */
    SharedMap(NodeName here, LocalLive local, Set<Key> removed, HazelcastInstance instance) {
        this.here = here;
        this.local = local;
        this.removed = removed;
        this.instance = instance;
        this.map = instance.getMap("live");
    }

    boolean isRunning() {
        return instance.getLifecycleService().isRunning();
    }

    void listen() {
        map.addEntryListener(this, true);
    }

    /**
     * Brings items as they are now to the other members, and now and then looks at all that there is.
     *
     * @throws RuntimeException when not all of it could be done; to be called again with the same
     */
    void tell(List<Key> touched) {
        Map<String, String> puts = new HashMap<>();
        for (Key key : touched) {
            boolean gone = removed.remove(key);
            Optional<Live.Item> now = local.get(key);
            if (gone && now.isEmpty()) {
                removeForAll(key);
            } else if (now.filter(this::mine).isPresent()) {
                puts.put(key.text(), ItemJson.write(now.get()));
            }
        }
        map.setAll(puts);
        if (!compared || System.nanoTime() - comparedNanos > LOOK_AGAIN.toNanos()) {
            compare();
        }
    }

    /** What cannot be removed now is removed as soon as this node shares again. */
    private void removeForAll(Key key) {
        try {
            removeMine(key);
        } catch (RuntimeException e) {
            removed.add(key);
            throw e;
        }
    }

    /** What another member puts at the same moment stays. */
    private void removeMine(Key key) {
        String there = map.get(key.text());
        if (there != null && owner(key, there).filter(here::equals).isPresent()) {
            map.remove(key.text(), there);
        }
    }

    private static Optional<NodeName> owner(Key key, String json) {
        try {
            return Optional.of(ItemJson.read(key.key(), json).owner());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private boolean mine(Live.Item item) {
        return item.owner().equals(here);
    }

    private void compare() {
        Set<Key> before = new HashSet<>(local.keys());
        Map<Key, String> there = new HashMap<>();
        map.entrySet().forEach(e -> there.put(Key.of(e.getKey()), e.getValue()));
        there.forEach(this::received);
        before.removeAll(there.keySet());
        before.forEach(this::dropOthers);
        if (compared) {
            removeWhatCameBack(there);
        }
        compared = true;
        comparedNanos = System.nanoTime();
    }

    /**
     * What this node removed while others were cut off from it is back when they return. What it had before it started is
     * left until it had time to put it again.
     */
    private void removeWhatCameBack(Map<Key, String> there) {
        there.forEach((key, json) -> {
            if (local.get(key).isEmpty()
                    && owner(key, json).filter(here::equals).isPresent()) {
                map.remove(key.text(), json);
            }
        });
    }

    private void dropOthers(Key key) {
        if (local.get(key).filter(item -> !mine(item)).isPresent()) {
            local.drop(key);
        }
    }

    /** What this node put itself it knows better. */
    private void received(Key key, String json) {
        try {
            Live.Item item = ItemJson.read(key.key(), json);
            if (!mine(item)) {
                local.accept(key.kind(), item);
            }
        } catch (UncheckedIOException e) {
            LOG.warn("{} {} of another member cannot be read", key.kind(), key.key(), e);
        }
    }

    private void put(EntryEvent<String, String> event) {
        if (!event.getMember().localMember()) {
            received(Key.of(event.getKey()), event.getValue());
        }
    }

    @Override
    public void entryAdded(EntryEvent<String, String> event) {
        put(event);
    }

    @Override
    public void entryUpdated(EntryEvent<String, String> event) {
        put(event);
    }

    @Override
    public void entryMerged(EntryEvent<String, String> event) {
        put(event);
    }

    @Override
    public void entryRemoved(EntryEvent<String, String> event) {
        Key key = Key.of(event.getKey());
        if (!event.getMember().localMember()) {
            owner(key, event.getOldValue()).ifPresent(owner -> local.drop(key, owner));
        }
    }
}
