package io.coppice.live;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.coppice.contract.word.NodeName;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live state shared by the nodes. Joins in the background: until then, and for good where it cannot, this process answers
 * from a map of its own, which goes into the shared one when that is there.
 */
public final class HazelcastLive implements Live {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastLive.class);

    /** Its own start-up lines name the cluster, and that name is a secret; held here so that the level stays. */
    private static final java.util.logging.Logger NOISE = java.util.logging.Logger.getLogger("com.hazelcast");

    private final NodeName here;
    private final Clock clock;
    private final Members members;
    private final LocalLive local;
    private final CountDownLatch decided = new CountDownLatch(1);
    private final Object moving = new Object();
    private volatile @Nullable HazelcastInstance shared;
    private volatile boolean closed;

    /** Returns at once. */
    public HazelcastLive(NodeName here, Members members, Clock clock) {
        this.here = here;
        this.clock = clock;
        this.members = members;
        this.local = new LocalLive(here, clock);
        NOISE.setLevel(java.util.logging.Level.WARNING);
        Thread.ofPlatform().daemon().name("live-join").start(this::join);
    }

    private void join() {
        try {
            HazelcastInstance instance = Hazelcast.newHazelcastInstance(Settings.of(members));
            synchronized (moving) {
                local.all()
                        .forEach(e -> instance.<String, String>getMap(e.getKey().kind())
                                .set(e.getKey().key(), ItemJson.write(e.getValue())));
                shared = instance;
            }
            if (closed) {
                instance.shutdown();
            }
        } catch (RuntimeException e) {
            LOG.error("live state stays within this process, since Hazelcast did not start on {}", members.host(), e);
        } finally {
            decided.countDown();
        }
    }

    /** Whether it is shared by now; waits that long for it. For tests and for what says how far a start has come. */
    public boolean awaitShared(long seconds) throws InterruptedException {
        return decided.await(seconds, TimeUnit.SECONDS) && shared != null;
    }

    private @Nullable Map<String, String> map(String kind) {
        HazelcastInstance instance = shared;
        return instance == null || !instance.getLifecycleService().isRunning() ? null : instance.getMap(kind);
    }

    @Override
    public void put(String kind, String key, Map<String, ?> figures) {
        String json = ItemJson.write(new Item(key, here, clock.millis(), Map.copyOf(figures)));
        if (shared == null) {
            synchronized (moving) {
                if (shared == null) {
                    local.put(kind, key, figures);
                    return;
                }
            }
        }
        HazelcastInstance instance = shared;
        if (instance != null) {
            instance.<String, String>getMap(kind).set(key, json);
        }
    }

    @Override
    public void remove(String kind, String key) {
        synchronized (moving) {
            local.remove(kind, key);
        }
        HazelcastInstance instance = shared;
        if (instance != null) {
            instance.getMap(kind).delete(key);
        }
    }

    @Override
    public Optional<Item> get(String kind, String key) {
        Map<String, String> map = map(kind);
        return map == null
                ? local.get(kind, key)
                : Optional.ofNullable(map.get(key)).map(json -> ItemJson.read(key, json));
    }

    @Override
    public List<Item> entries(String kind) {
        Map<String, String> map = map(kind);
        return map == null
                ? local.entries(kind)
                : map.entrySet().stream()
                        .map(e -> ItemJson.read(e.getKey(), e.getValue()))
                        .sorted(Comparator.comparing(Item::key))
                        .toList();
    }

    @Override
    public void close() {
        closed = true;
        HazelcastInstance instance = shared;
        if (instance != null) {
            instance.shutdown();
        }
    }
}
