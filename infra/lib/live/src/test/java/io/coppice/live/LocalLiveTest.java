package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalLiveTest extends LiveDoor {
    private static final long HOUR = 3_600_000;
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

    /** Another node's items, as they come to one whose clocks a test sets. */
    private static final class Reader {
        final MovedClock clock = new MovedClock(NOW);
        final LocalLive live = new LocalLive(new NodeName("pve1"), clock, clock::nanos);

        void hears(long asof, long cpu) {
            hears("pve2", asof, cpu);
        }

        void hears(String owner, long asof, long cpu) {
            live.accept("guest", new Live.Item("1", new NodeName(owner), asof, Map.of("cpu", cpu)));
        }

        Object cpu() {
            return live.get("guest", "1").orElseThrow().figures().get("cpu");
        }

        boolean isFresh() {
            return Freshness.isFresh(
                    live.get("guest", "1").orElseThrow(), new Live.Seen(clock.nanos(), clock.millis()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-5 * HOUR, -20_000, -8000, 20_000, 5 * HOUR})
    void an_owner_whose_clock_is_set_goes_on_being_heard(long by) {
        Reader reader = new Reader();
        reader.hears(NOW, 1);
        reader.clock.pass(3000);
        reader.hears(NOW + 3000 + by, 2);
        assertEquals(2L, reader.cpu());
        assertTrue(reader.isFresh());
        reader.clock.pass(3000);
        reader.hears(NOW + 6000 + by, 3);
        assertEquals(3L, reader.cpu());
        reader.clock.pass(15_000);
        assertTrue(reader.isFresh());
        reader.clock.pass(1);
        assertFalse(reader.isFresh(), "nobody renewed it");
        Optional<Live.Item> last = reader.live.get("guest", "1");
        assertEquals((NOW + 6000 + by) / 1000, Freshness.unknown(last).get("asof"), "by its owner's clock");
    }

    @Test
    void an_owner_whose_clock_is_set_back_by_a_little_stands_still_for_no_longer() {
        Reader reader = new Reader();
        reader.hears(NOW, 0);
        long back = LocalLive.OVERTAKEN.toMillis() - 1;
        for (long passed = 1000; passed < back; passed += 1000) {
            reader.clock.pass(1000);
            reader.hears(NOW + passed - back, passed);
            assertEquals(0L, reader.cpu());
            assertTrue(reader.isFresh());
        }
        reader.clock.pass(1000);
        reader.hears(NOW + 1, 7);
        assertEquals(7L, reader.cpu());
    }

    @Test
    void what_was_overtaken_on_its_way_or_comes_again_renews_nothing() {
        Reader reader = new Reader();
        reader.hears(NOW, 1);
        reader.clock.pass(2000);
        reader.hears(NOW + 2000, 2);
        reader.clock.pass(14_000);
        reader.hears(NOW, 1);
        reader.hears(NOW + 2000, 2);
        assertEquals(2L, reader.cpu());
        assertTrue(reader.isFresh());
        reader.clock.pass(1001);
        assertFalse(reader.isFresh());
    }

    @ParameterizedTest
    @ValueSource(longs = {-5 * HOUR, 5 * HOUR})
    void a_reader_whose_clock_is_set_shows_nothing_old_as_new_and_soon_all_that_is_new(long by) {
        Reader reader = new Reader();
        reader.hears(NOW, 1);
        reader.clock.set(by);
        assertEquals(by < 0, reader.isFresh(), "ahead, nobody knows whether the host slept");
        reader.clock.pass(3000);
        reader.hears(NOW + 3000, 2);
        assertTrue(reader.isFresh());
        reader.clock.pass(15_001);
        assertFalse(reader.isFresh());
    }

    @Test
    void what_was_shown_before_a_host_slept_is_not_fresh_when_it_wakes() {
        Reader reader = new Reader();
        reader.hears(NOW, 1);
        reader.clock.set(60_000);
        assertFalse(reader.isFresh());
    }

    @Test
    void of_what_is_heard_first_the_stamp_is_believed_until_the_next() {
        for (long behind : new long[] {16_000, 5 * HOUR, NOW, Long.MAX_VALUE / 2}) {
            Reader reader = new Reader();
            reader.hears(NOW - behind, 1);
            assertFalse(reader.isFresh(), "it may have lain elsewhere");
            reader.clock.pass(3000);
            reader.hears(NOW - behind + 3000, 2);
            assertTrue(reader.isFresh());
            reader.hears("pve3", NOW - behind, 3);
            assertEquals(3L, reader.cpu(), "the owner that came last");
            assertFalse(reader.isFresh());
        }
        Reader reader = new Reader();
        reader.hears(NOW + 5 * HOUR, 1);
        assertTrue(reader.isFresh());
        reader.clock.pass(15_001);
        assertFalse(reader.isFresh());
    }
}
