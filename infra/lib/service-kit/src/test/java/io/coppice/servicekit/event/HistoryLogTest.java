package io.coppice.servicekit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryLogTest {
    private static final EventLog.Limits SMALL = new EventLog.Limits(Duration.ofDays(7), 20_000, 1_000);
    private static final String NAME = HistoryLog.name(UUID.fromString("1f2e3d4c-0000-0000-0000-000000000000"));

    @TempDir
    Path dir;

    private EventLog log(String node, EventLog.Limits limits) throws Exception {
        return EventLog.openNamed(dir.resolve(node + "/config"), NAME, 1, limits, InstantSource.system());
    }

    private static void tell(EventLog log, long revision, int events) throws Exception {
        for (int place = 0; place < events; place++) {
            String event = "{\"time\":\"2026-01-01T00:00:00Z\",\"subject\":\"" + revision + "." + place
                    + "\",\"sequence\":\"" + EventJson.sequence(0, HistoryLog.position(revision, place)) + "\"}";
            log.append(position -> event.getBytes(StandardCharsets.UTF_8));
        }
    }

    private MergedLogs node(String node) {
        return new MergedLogs(new EventLogs(dir.resolve(node)));
    }

    private static List<String> subjects(MergedLogs.Found found) {
        return found.lines().stream().map(l -> l.text("subject")).toList();
    }

    @Test
    void a_reader_goes_on_at_another_node_without_gap_or_repeat_wherever_that_one_begins() throws Exception {
        try (EventLog one = log("pve1", EventLog.Limits.USUAL);
                EventLog two = log("pve2", EventLog.Limits.USUAL)) {
            HistoryLog.begin(dir.resolve("pve2/config"), HistoryLog.position(40, 0));
            List<String> all = new ArrayList<>();
            for (int revision = 1; revision <= 100; revision++) {
                int events = revision % 4;
                tell(one, revision, events);
                if (revision >= 40) {
                    tell(two, revision, events);
                }
                for (int place = 0; place < events; place++) {
                    all.add(revision + "." + place);
                }
            }
            List<MergedLogs> nodes = List.of(node("pve1"), node("pve2"));
            EventCursor at = nodes.getFirst().first();
            List<String> seen = new ArrayList<>();
            for (int step = 0; seen.size() < all.size(); step++) {
                MergedLogs asked = nodes.get(seen.size() < 90 ? 0 : step % 2);
                MergedLogs.Found resumed = asked.resume(at);
                assertFalse(resumed.expired(), "at " + at);
                MergedLogs.Found found = asked.read(resumed.next(), 7);
                seen.addAll(subjects(found));
                at = found.next();
            }
            assertEquals(all, seen);
            assertEquals(nodes.getFirst().end(), nodes.getLast().end());
        }
    }

    @Test
    void what_came_before_a_node_joined_is_told_to_be_missing_there_and_what_it_has_not_seen_yet_is_waited_for()
            throws Exception {
        try (EventLog one = log("pve1", EventLog.Limits.USUAL);
                EventLog two = log("pve2", EventLog.Limits.USUAL)) {
            HistoryLog.begin(dir.resolve("pve2/config"), HistoryLog.position(3, 0));
            for (int revision = 1; revision <= 5; revision++) {
                tell(one, revision, 2);
            }
            EventCursor early = new EventCursor(Map.of(NAME, HistoryLog.position(2, 1)));
            assertFalse(node("pve1").resume(early).expired());
            assertTrue(node("pve2").resume(early).expired());
            EventCursor ahead = node("pve1").end();
            MergedLogs behind = node("pve2");
            MergedLogs.Found resumed = behind.resume(ahead);
            assertFalse(resumed.expired(), "the other node is only slower");
            assertEquals(List.of(), subjects(behind.read(resumed.next(), 10)));
            for (int revision = 3; revision <= 6; revision++) {
                tell(two, revision, 2);
            }
            assertEquals(List.of("6.0", "6.1"), subjects(behind.read(resumed.next(), 10)));
        }
    }

    @Test
    void any_position_is_found_in_a_log_of_many_segments_and_the_oldest_go() throws Exception {
        try (EventLog log = log("pve1", SMALL)) {
            for (int revision = 1; revision <= 1_000; revision++) {
                tell(log, revision, 1);
            }
            HistoryLog reader = new HistoryLog(dir.resolve("pve1/config"));
            long first = reader.first() >> 16;
            assertTrue(first > 500 && first < 1_000, "begins at " + first);
            for (long revision = first; revision <= 1_000; revision += 7) {
                LogReader.Chunk chunk = reader.read(HistoryLog.position(revision, 0), 1);
                assertEquals(
                        HistoryLog.position(revision, 0),
                        chunk.lines().getFirst().position());
            }
            assertEquals(
                    List.of(), reader.read(HistoryLog.position(1_000, 1), 10).lines());
            assertEquals(HistoryLog.position(1_000, 0) + 1, reader.end());
        }
    }

    @Test
    void the_log_of_another_truth_takes_the_place_of_this_one() throws Exception {
        try (EventLog log = log("pve1", EventLog.Limits.USUAL)) {
            tell(log, 1, 1);
        }
        String other = HistoryLog.name(UUID.fromString("99999999-0000-0000-0000-000000000000"));
        try (EventLog log = EventLog.openNamed(
                dir.resolve("pve1/config"), other, 1, EventLog.Limits.USUAL, InstantSource.system())) {
            assertEquals(1, log.next());
            assertTrue(node("pve1").resume(new EventCursor(Map.of(NAME, 7L))).expired());
        }
    }

    @Test
    void those_who_follow_one_log_at_places_of_their_own_get_all_of_it() throws Exception {
        try (EventLog log = log("pve1", SMALL)) {
            LogLines lines = new HistoryLog(dir.resolve("pve1/config"));
            List<Long> next = new ArrayList<>(List.of(1L, 1L, HistoryLog.position(30, 0)));
            List<List<Long>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<Long> all = new ArrayList<>();
            for (int revision = 1; revision <= 60; revision++) {
                tell(log, revision, 2);
                all.add(HistoryLog.position(revision, 0));
                all.add(HistoryLog.position(revision, 1));
                for (int who = 0; who < 3; who++) {
                    // the second one stays behind
                    for (int i = 0; i < (who == 1 && revision < 60 ? 1 : 200); i++) {
                        LogReader.Chunk chunk = lines.read(next.get(who), 1);
                        next.set(who, chunk.next());
                        chunk.lines().forEach(addTo(seen.get(who)));
                    }
                }
            }
            assertEquals(all, seen.get(0));
            assertEquals(all, seen.get(1));
            assertEquals(all.subList(58, all.size()), seen.get(2));
        }
    }

    private static Consumer<LogReader.Line> addTo(List<Long> positions) {
        return line -> positions.add(line.position());
    }

    @Test
    void an_attribute_is_found_without_what_lies_behind_or_within_others() {
        String line = "{\"data\":{\"sequence\":\"no\"},\"sequence\":\"0.1\",\"odd\":[1],\"n\":7,\"cut";
        assertEquals("0.1", EventJson.text(line, "sequence"));
        assertEquals("", EventJson.text(line, "odd"));
        assertEquals("7", EventJson.text(line, "n"));
        assertEquals("", EventJson.text("{\"a\":1}", "b"));
    }
}
