package io.coppice.backup.request;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServedTest {
    @Test
    void what_holds_where_nobody_says_it_is_served() {
        assertDoesNotThrow(() -> Served.require(NodeDefaults.otherwise()));
    }

    @Test
    void what_is_not_served_is_refused_by_its_name() {
        for (Map<String, String> bad : java.util.List.of(
                Map.of("compress", "lzo"),
                Map.of("compress", "1"),
                Map.of("ionice", "3"),
                Map.of("script", "bin/true"),
                Map.of("script", "/bin/a=b"),
                Map.of("fleecing", "enabled=1,storage=local"))) {
            Refused e = assertThrows(Refused.class, () -> Served.require(bad), bad.toString());
            String name = bad.keySet().iterator().next();
            assertTrue(e.failure().toString().contains(name), e.failure().toString());
        }
    }
}
