package io.coppice.backup.request;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServedTest {
    @Test
    void what_holds_where_nobody_says_it_is_served() {
        assertDoesNotThrow(() -> Served.require(NodeDefaults.otherwise()));
    }

    @Test
    void what_is_not_served_is_refused_by_its_name() {
        for (Map<String, String> bad : java.util.List.of(
                Map.of("tmpdir", "var/tmp"),
                Map.of("script", "bin/true"),
                Map.of("script", "/bin/a=b"),
                Map.of("fleecing", "enabled=1"))) {
            Refused e = assertThrows(Refused.class, () -> Served.require(bad), bad.toString());
            String name = bad.keySet().iterator().next();
            assertTrue(e.failure().toString().contains(name), e.failure().toString());
        }
    }

    @Test
    void what_guests_overwrite_is_kept_on_a_storage_where_that_is_switched_on() {
        assertEquals(Optional.of("fast"), Served.fleecing(Map.of("fleecing", "enabled=1,storage=fast")));
        assertEquals(Optional.of("fast"), Served.fleecing(Map.of("fleecing", "1,storage=fast")));
        assertEquals(Optional.empty(), Served.fleecing(Map.of("fleecing", "enabled=0,storage=fast")));
        assertEquals(Optional.empty(), Served.fleecing(Map.of()));
        assertDoesNotThrow(() -> Served.require(Map.of("fleecing", "1,storage=fast", "tmpdir", "/var/tmp")));
    }
}
