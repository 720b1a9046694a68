package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.contract.word.NodeName;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalLiveTest extends LiveDoor {
    private final Live live =
            new LocalLive(new NodeName("pve1"), Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

    @Override
    Live live() {
        return live;
    }

    @Test
    void after_fifteen_seconds_an_item_is_unknown_and_says_since_when() {
        live.put("guest", "1", Map.of("status", "running"));
        Optional<Live.Item> item = live.get("guest", "1");
        assertEquals(Map.of("status", "running"), Freshness.shown(item, NOW + 15_000));
        assertEquals(Map.of("status", "unknown", "asof", NOW / 1000), Freshness.shown(item, NOW + 15_001));
        assertEquals(Map.of("status", "unknown"), Freshness.shown(Optional.empty(), NOW));
    }
}
