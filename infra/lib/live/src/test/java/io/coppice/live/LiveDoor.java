package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    @Test
    void a_watcher_hears_of_what_is_there_and_of_what_changes() {
        live().put("guest", "there", Map.of());
        Set<String> heard = ConcurrentHashMap.newKeySet();
        try (Live.Watch watch = live().watch((kind, key) -> heard.add(kind + " " + key))) {
            assertTrue(heard.contains("guest there"));
            live().put("guest", "new", Map.of());
            assertTrue(heard.contains("guest new"));
            heard.clear();
            live().remove("guest", "new");
            assertEquals(Set.of("guest new"), heard);
        }
        live().put("guest", "later", Map.of());
        assertFalse(heard.contains("guest later"));
    }

    @Test
    void what_cannot_travel_is_refused_by_its_name() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> live().put("guest", "1", Map.of("nics", Map.of("net0", List.of(Optional.empty())))));
        assertTrue(refused.getMessage().contains("net0"), refused.getMessage());
    }
}
