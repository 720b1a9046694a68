package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What both doors to live state keep. */
abstract class LiveDoor {
    static final long NOW = 1_800_000_000_000L;

    abstract Live live();

    @Test
    void what_was_put_last_is_answered_with_its_time_and_owner() {
        live().put("guest", "100", Map.of("cpu", 0.5, "status", "stopped"));
        live().put("guest", "100", Map.of("cpu", 0.25, "status", "running", "nics", Map.of("net0", 12L)));
        Live.Item item = live().get("guest", "100").orElseThrow();
        assertEquals("pve1", item.owner().text());
        assertEquals(NOW, item.asofMillis());
        assertEquals(Map.of("cpu", 0.25, "status", "running", "nics", Map.of("net0", 12L)), item.figures());
    }

    @Test
    void kinds_are_apart_and_entries_sorted() {
        live().put("storage", "b", Map.of());
        live().put("storage", "a", Map.of("used", 1L));
        live().put("node", "c", Map.of());
        assertEquals(
                List.of("a", "b"),
                live().entries("storage").stream().map(Live.Item::key).toList());
    }

    @Test
    void what_was_removed_is_gone_and_removing_nothing_is_nothing() {
        live().put("task", "x", Map.of());
        live().remove("task", "x");
        live().remove("task", "x");
        assertEquals(Optional.empty(), live().get("task", "x"));
        assertTrue(live().entries("task").isEmpty());
    }
}
