package io.coppice.live;

import io.coppice.contract.word.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The door to live state. Never blocks for longer than a call within the host; with no other node it answers alone. */
public interface Live extends AutoCloseable {
    /**
     * Puts an item, over what was there.
     *
     * @param kind {@code guest}, {@code storage}, {@code node}, {@code task}
     * @param key within the kind, {@code 100}, {@code pve1/local}
     * @param figures by name: texts, numbers, booleans, and maps and lists of these; a few KiB at most
     */
    void put(String kind, String key, Map<String, ?> figures);

    /** Nothing happens where there is none. */
    void remove(String kind, String key);

    Optional<Item> get(String kind, String key);

    /** All items of a kind, sorted by key. */
    List<Item> entries(String kind);

    @Override
    void close();

    /**
     * What somebody published.
     *
     * @param owner the node that put it
     * @param asofMillis the owner's clock when it put it, Unix milliseconds
     */
    record Item(String key, NodeName owner, long asofMillis, Map<String, Object> figures) {
        public Item {
            figures = Map.copyOf(figures);
        }
    }
}
