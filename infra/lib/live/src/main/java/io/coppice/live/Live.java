package io.coppice.live;

import io.coppice.contract.word.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The door to live state. Everything is answered from this process' own memory and never blocks; what others put arrives
 * there by itself, what is put here goes out to them behind the caller's back. With no other node it answers alone.
 */
public interface Live extends AutoCloseable {
    /**
     * Puts an item, over what was there. It is seen at once in this process.
     *
     * @param kind {@code guest}, {@code storage}, {@code node}, {@code task}
     * @param key within the kind, {@code 100}, {@code pve1/local}
     * @param figures by name: texts, numbers, booleans, and maps and lists of these; a few KiB at most
     */
    void put(String kind, String key, Map<String, ?> figures);

    /** Removes what this node put; nothing happens where there is none, or another node's came over it. */
    void remove(String kind, String key);

    Optional<Item> get(String kind, String key);

    /** All items of a kind, sorted by key. */
    List<Item> entries(String kind);

    /** Tells of everything that is there, then of everything that changes. Closing ends it. */
    Watch watch(Watcher watcher);

    @Override
    void close();

    /**
     * What somebody published. Two are equal when they say the same, whenever they came.
     *
     * @param owner the node that put it
     * @param asofMillis the owner's clock when it put it, Unix milliseconds
     * @param seen when it came to this process
     */
    record Item(String key, NodeName owner, long asofMillis, Map<String, Object> figures, Seen seen) {
        /** @throws IllegalArgumentException for figures of another kind, which could not travel */
        public Item {
            figures = Figures.checked(figures);
        }

        /** One that is put now. */
        public Item(String key, NodeName owner, long asofMillis, Map<String, Object> figures) {
            this(key, owner, asofMillis, figures, new Seen(System.nanoTime(), asofMillis));
        }

        Item seen(Seen at) {
            return new Item(key, owner, asofMillis, figures, at);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Item i
                    && key.equals(i.key)
                    && owner.equals(i.owner)
                    && asofMillis == i.asofMillis
                    && figures.equals(i.figures);
        }

        @Override
        public int hashCode() {
            return Objects.hash(key, owner, asofMillis, figures);
        }
    }

    /**
     * A moment by this process' own clocks.
     *
     * @param nanos by {@link System#nanoTime}, which nobody can set, and which stands still while the host sleeps
     * @param millis by the clock that can be set, Unix milliseconds
     */
    record Seen(long nanos, long millis) {
        Seen before(long age) {
            return new Seen(nanos - age * 1_000_000, millis - age);
        }
    }

    /** Who wants to know. Called on the thread that puts, so it returns at once; what is there now it looks up itself. */
    interface Watcher {
        /** An item was put, removed, or put again as it was. */
        void touched(String kind, String key);
    }

    /** A running watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
