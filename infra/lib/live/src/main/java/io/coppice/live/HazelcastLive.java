package io.coppice.live;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.coppice.contract.word.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live state shared by the nodes. Joins in the background and answers from this process' own memory, before and after:
 * where it cannot join, this process goes on alone, and tries again.
 */
public final class HazelcastLive implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastLive.class);

    /**
     * Its start-up lines name the cluster, and that name is a secret; its instances warn of missing module flags, which
     * nothing here needs, and of every end. Held here so that the levels stay.
     */
    private static final java.util.logging.Logger NOISE = java.util.logging.Logger.getLogger("com.hazelcast");

    private static final java.util.logging.Logger WARNINGS =
            java.util.logging.Logger.getLogger("com.hazelcast.instance.impl");

    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** Where not all members can be told for so long, sharing begins anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An instance that is being made can only be ended when it is there. */
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final NodeName here;
    private final Members members;
    private final LocalLive local;
    private final Pending pending = new Pending();
    private final Set<Key> removed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch decided = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread sharing;
    private volatile @Nullable HazelcastInstance shared;

    /** Returns at once. */
    public HazelcastLive(NodeName here, Members members, Clock clock) {
        this.here = here;
        this.members = members;
        this.local = new LocalLive(here, clock);
        NOISE.setLevel(java.util.logging.Level.WARNING);
        WARNINGS.setLevel(java.util.logging.Level.SEVERE);
        sharing = Thread.ofPlatform().daemon().name("live-join").start(this::share);
    }

    /** For as long as it is open: where sharing fails, it begins anew. */
    private void share() {
        try {
            do {
                try (Watch forwarding = local.watch((kind, key) -> pending.add(new Key(kind, key)))) {
                    removed.forEach(pending::add);
                    shareOnce();
                } catch (RuntimeException e) {
                    if (!isClosed()) {
                        LOG.warn("live state is not shared on {} now; it is tried again", members.host(), e);
                    }
                } finally {
                    terminate();
                }
            } while (!ended.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            decided.countDown();
        }
    }

    private void shareOnce() throws InterruptedException {
        if (isClosed()) {
            return;
        }
        HazelcastInstance instance = Hazelcast.newHazelcastInstance(Settings.of(members));
        shared = instance;
        SharedMap map = new SharedMap(here, local, removed, instance);
        map.listen();
        tell(map, List.of());
        decided.countDown();
        while (!isClosed()) {
            tell(map, pending.take(SharedMap.LOOK_AGAIN));
        }
    }

    /** A member may be away, or what it holds on its way to others. */
    private void tell(SharedMap map, List<Key> touched) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!isClosed()) {
            try {
                map.tell(touched);
                return;
            } catch (RuntimeException e) {
                if (!map.isRunning() || System.nanoTime() - until > 0) {
                    throw e;
                }
                LOG.info("live state is not told to all members now: {}", e.toString());
                ended.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void terminate() {
        HazelcastInstance instance = shared;
        shared = null;
        if (instance != null) {
            instance.getLifecycleService().terminate();
        }
    }

    private boolean isClosed() {
        return ended.getCount() == 0;
    }

    /** Whether it is shared by now; waits that long for it. For tests and for what says how far a start has come. */
    public boolean awaitShared(long seconds) throws InterruptedException {
        return decided.await(seconds, TimeUnit.SECONDS) && shared != null;
    }

    @Override
    public void put(String kind, String key, Map<String, ?> figures) {
        local.put(kind, key, figures);
    }

    @Override
    public void accept(String kind, Item item) {
        local.accept(kind, item);
    }

    @Override
    public void remove(String kind, String key) {
        Key gone = new Key(kind, key);
        local.remove(kind, key);
        // only then: whoever tells the others forgets it once it was found gone
        removed.add(gone);
        pending.add(gone);
    }

    @Override
    public Optional<Item> get(String kind, String key) {
        return local.get(kind, key);
    }

    @Override
    public List<Item> entries(String kind) {
        return local.entries(kind);
    }

    @Override
    public Watch watch(Watcher watcher) {
        return local.watch(watcher);
    }

    /**
     * Leaves without a farewell: other members hold copies, and what only this one had is made anew. Waits until it has left,
     * ten seconds at most; one that is still joining then leaves as soon as it has joined.
     */
    @Override
    public void close() {
        ended.countDown();
        pending.close();
        terminate();
        try {
            if (!sharing.join(LONGEST_END)) {
                LOG.warn("live state on {} is being joined still, and left as soon as it is", members.host());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
