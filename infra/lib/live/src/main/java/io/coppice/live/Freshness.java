package io.coppice.live;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The reader's rule: an item older than 15 s is not shown as if it were so now. Pure. */
public final class Freshness {
    public static final Duration LIMIT = Duration.ofSeconds(15);

    private Freshness() {}

    /** An item from the future (another node's clock) counts as fresh. */
    public static boolean isFresh(Live.Item item, long nowMillis) {
        return nowMillis - item.asofMillis() <= LIMIT.toMillis();
    }

    /**
     * What may be shown: the figures while they are fresh; else status {@code unknown}, with {@code asof} in Unix seconds
     * where there was something once.
     */
    public static Map<String, Object> shown(Optional<Live.Item> item, long nowMillis) {
        if (item.isPresent() && isFresh(item.get(), nowMillis)) {
            return item.get().figures();
        }
        return unknown(item);
    }

    /** Status {@code unknown}, with {@code asof} in Unix seconds where there was something once: of an owner out of reach. */
    public static Map<String, Object> unknown(Optional<Live.Item> item) {
        Map<String, Object> unknown = new LinkedHashMap<>();
        unknown.put("status", "unknown");
        item.ifPresent(i -> unknown.put("asof", i.asofMillis() / 1000));
        return unknown;
    }
}
