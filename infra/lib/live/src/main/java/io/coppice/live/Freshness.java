package io.coppice.live;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The reader's rule: an item that came more than 15 s ago is not shown as if it were so now. Pure but for the time. */
public final class Freshness {
    public static final Duration LIMIT = Duration.ofSeconds(15);

    private Freshness() {}

    /**
     * By when it came, not by its owner's clock, which may be off by hours. Both clocks of the reader have to say so: one
     * can be set back, the other stands still while the host sleeps. Where the first is set ahead, nothing is fresh until it
     * is put again.
     *
     * @param nowMillis the reader's clock, Unix milliseconds
     */
    public static boolean isFresh(Live.Item item, long nowMillis) {
        return isFresh(item, new Live.Seen(System.nanoTime(), nowMillis));
    }

    static boolean isFresh(Live.Item item, Live.Seen now) {
        return now.nanos() - item.seen().nanos() <= LIMIT.toNanos()
                && now.millis() - item.seen().millis() <= LIMIT.toMillis();
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
