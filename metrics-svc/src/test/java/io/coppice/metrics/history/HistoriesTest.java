package io.coppice.metrics.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.metrics.Turned;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoriesTest {
    private static final Subject STORAGE = Subject.storage(new NodeName("pve1"), new StorageId("local"));
    private static final Subject GUEST = Subject.guest(new Vmid(100));

    @TempDir
    Path folder;

    private final Turned clock = new Turned("2026-03-02T00:00:00Z");
    private Histories histories;
    private Settling settling = new Settling(Shape.STORAGE);

    @BeforeEach
    void open() {
        histories = new Histories(folder);
    }

    /** Writes this minute, with {@code used} as given, and goes to the next. */
    private void minute(float used) throws IOException {
        histories.add(STORAGE, settling, Resolution.MINUTE.period(clock.seconds()), new float[] {1000, used});
        clock.turn(Duration.ofMinutes(1));
    }

    private List<Map<String, Object>> read(Timeframe timeframe, Consolidation cf) throws IOException {
        return histories.read(STORAGE, timeframe, cf, clock.seconds());
    }

    private List<Map<String, Object>> known(Timeframe timeframe, Consolidation cf) throws IOException {
        return read(timeframe, cf).stream().filter(e -> e.containsKey("used")).toList();
    }

    @Test
    void minutes_come_back_at_their_times_and_gaps_have_only_a_time() throws Exception {
        long begin = clock.seconds();
        minute(1);
        clock.turn(Duration.ofMinutes(1));
        minute(3.5f);
        List<Map<String, Object>> hour = read(Timeframe.HOUR, Consolidation.AVERAGE);
        assertEquals(60, hour.size());
        assertEquals(Map.of("time", begin, "total", 1000L, "used", 1L), hour.get(57));
        assertEquals(Map.of("time", begin + 60), hour.get(58));
        assertEquals(Map.of("time", begin + 120, "total", 1000L, "used", 3.5), hour.get(59));
        assertEquals(Map.of("time", begin - 57 * 60), hour.get(0));
    }

    @Test
    void a_minute_that_is_a_day_old_is_written_over_and_never_shown_for_another() throws Exception {
        minute(7);
        clock.turn(Duration.ofDays(1).plusMinutes(30));
        assertEquals(List.of(), known(Timeframe.DAY, Consolidation.AVERAGE));
    }

    @Test
    void half_hours_are_averages_and_maxima_of_their_minutes_also_the_one_that_runs() throws Exception {
        for (int i = 0; i < 45; i++) {
            minute(i);
        }
        List<Map<String, Object>> averages = known(Timeframe.WEEK, Consolidation.AVERAGE);
        assertEquals(
                List.of(14.5, 37L), averages.stream().map(e -> e.get("used")).toList());
        List<Map<String, Object>> maxima = known(Timeframe.WEEK, Consolidation.MAX);
        assertEquals(List.of(29L, 44L), maxima.stream().map(e -> e.get("used")).toList());
        assertEquals(
                1800L,
                (long) averages.get(1).get("time") - (long) averages.get(0).get("time"));
    }

    @Test
    void a_year_is_told_by_quarters_of_days_and_a_decade_by_weeks() throws Exception {
        Subject node = Subject.node(new NodeName("pve1"));
        Settling ofNode = new Settling(Shape.NODE);
        long begin = clock.seconds();
        for (int i = 0; i < 9 * 24 * 6; i++) {
            float[] row = new float[Shape.NODE.columns().size()];
            Arrays.fill(row, i < 6 * 6 ? 2 : 4);
            histories.add(node, ofNode, Resolution.MINUTE.period(clock.seconds()), row);
            clock.turn(Duration.ofMinutes(10));
        }
        List<Map<String, Object>> year = histories.read(node, Timeframe.YEAR, Consolidation.AVERAGE, clock.seconds());
        assertEquals(1460, year.size());
        List<Map<String, Object>> told =
                year.stream().filter(e -> e.containsKey("cpu")).toList();
        assertEquals(36, told.size());
        assertEquals(
                Map.of("time", begin, "cpu", 2L),
                Map.of("time", told.get(0).get("time"), "cpu", told.get(0).get("cpu")));
        assertEquals(4L, told.get(35).get("loadavg"));
        List<Map<String, Object>> decade = histories.read(node, Timeframe.DECADE, Consolidation.MAX, clock.seconds());
        assertEquals(522, decade.size());
        assertEquals(4L, decade.get(521).get("memused"));
        assertEquals(4L, decade.get(520).get("memused"));
        assertTrue(!decade.get(519).containsKey("memused"));
    }

    @Test
    void what_ended_while_no_process_was_there_is_made_by_the_next() throws Exception {
        for (int i = 0; i < 29; i++) {
            minute(10);
        }
        clock.turn(Duration.ofHours(3));
        settling = new Settling(Shape.STORAGE);
        minute(20);
        List<Object> told = known(Timeframe.WEEK, Consolidation.AVERAGE).stream()
                .map(e -> e.get("used"))
                .toList();
        assertEquals(List.of(10L, 20L), told);
        try (HistoryFile file =
                HistoryFile.look(STORAGE.file(folder), Shape.STORAGE).orElseThrow()) {
            int first = Resolution.HALF_HOUR.period(clock.seconds() - 3 * 3600 - 1800);
            assertEquals(
                    10,
                    file.row(Resolution.HALF_HOUR, Consolidation.AVERAGE, first).orElseThrow()[1]);
        }
    }

    @Test
    void a_torn_row_is_a_gap_and_no_other_is_touched() throws Exception {
        minute(1);
        minute(2);
        int size = Row.bytes(2);
        int slot = (Resolution.MINUTE.period(clock.seconds()) - 1) % Resolution.MINUTE.rows();
        overwrite(64 + (long) slot * size + 10, new byte[] {77});
        assertEquals(
                List.of(1L),
                known(Timeframe.HOUR, Consolidation.AVERAGE).stream()
                        .map(e -> e.get("used"))
                        .toList());
    }

    @Test
    void a_file_whose_head_is_torn_or_of_another_format_begins_anew() throws Exception {
        minute(1);
        overwrite(3, new byte[] {0});
        assertEquals(List.of(), known(Timeframe.HOUR, Consolidation.AVERAGE));
        minute(2);
        assertEquals(1, known(Timeframe.HOUR, Consolidation.AVERAGE).size());
        Files.write(STORAGE.file(folder), new byte[5]);
        minute(3);
        assertEquals(
                List.of(3L),
                known(Timeframe.HOUR, Consolidation.AVERAGE).stream()
                        .map(e -> e.get("used"))
                        .toList());
    }

    @Test
    void a_guests_file_is_small_and_a_young_one_takes_little_room() throws Exception {
        Settling ofGuest = new Settling(Shape.GUEST);
        histories.add(
                GUEST, ofGuest, 29_000_001, new float[Shape.GUEST.columns().size()]);
        assertTrue(Files.size(GUEST.file(folder)) < 120_000, "without a coarse row");
        for (int minute = 29_000_002; minute < 29_000_002 + 3 * 1440; minute += 7) {
            histories.add(
                    GUEST, ofGuest, minute, new float[Shape.GUEST.columns().size()]);
        }
        long rows = 1440 + 2 * 1440 + 2 * 1464;
        assertTrue(Files.size(GUEST.file(folder)) <= 64 + rows * Row.bytes(17));
        assertEquals(550_912, 64 + rows * Row.bytes(17), "the whole file");
    }

    @Test
    void nothing_is_read_of_what_has_no_history() throws Exception {
        assertEquals(60, read(Timeframe.HOUR, Consolidation.MAX).size());
        assertTrue(!Files.exists(STORAGE.file(folder)));
    }

    private void overwrite(long at, byte[] bytes) throws IOException {
        try (FileChannel file = FileChannel.open(STORAGE.file(folder), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), at);
        }
    }
}
