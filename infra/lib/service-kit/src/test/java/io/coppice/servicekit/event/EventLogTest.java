package io.coppice.servicekit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final EventLog.Limits SMALL = new EventLog.Limits(Duration.ofDays(7), 4_000, 500);

    @TempDir
    Path folder;

    private EventLog open(EventLog.Limits limits) throws Exception {
        return EventLog.open(folder, "test", limits, InstantSource.system());
    }

    private static byte[] line(long position) {
        return ("{\"n\":" + position + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static List<Long> positions(LogReader.Chunk chunk) {
        return chunk.lines().stream().map(LogReader.Line::position).toList();
    }

    @Test
    void several_read_by_one_reader_each_at_its_own_place() throws Exception {
        try (EventLog log = open(new EventLog.Limits(Duration.ofDays(7), 1 << 20, 5_000))) {
            LogReader reader = new LogReader(folder);
            Random random = new Random(11);
            long[] at = {1, 1, 1};
            for (int i = 0; i < 2_000; i++) {
                log.append(EventLogTest::line);
                int who = random.nextInt(at.length);
                LogReader.Chunk chunk = reader.read(at[who], 1 + who * 400);
                for (LogReader.Line line : chunk.lines()) {
                    assertEquals(at[who]++, line.position());
                    assertEquals("{\"n\":" + line.position() + "}", line.json());
                }
                assertEquals(at[who], chunk.next());
            }
            assertEquals(log.next(), reader.end());
            assertTrue(at[0] < at[2], "one lags behind");
        }
    }

    @Test
    void what_is_written_is_read_under_its_position_in_steps_of_any_size() throws Exception {
        try (EventLog log = open(new EventLog.Limits(Duration.ofDays(7), 1 << 20, 500))) {
            LogReader reader = new LogReader(folder);
            Random random = new Random(7);
            List<String> seen = new ArrayList<>();
            long at = 1;
            for (int i = 0; i < 1_000; i++) {
                log.append(EventLogTest::line);
                if (random.nextInt(3) == 0) {
                    LogReader.Chunk chunk = reader.read(at, 1 + random.nextInt(5));
                    chunk.lines().forEach(l -> seen.add(l.json()));
                    at = chunk.next();
                }
            }
            while (at < log.next()) {
                LogReader.Chunk chunk = reader.read(at, 100);
                chunk.lines().forEach(l -> seen.add(l.json()));
                at = chunk.next();
            }
            assertEquals(1_000, seen.size());
            for (int i = 0; i < seen.size(); i++) {
                assertEquals("{\"n\":" + (i + 1) + "}", seen.get(i));
            }
            assertEquals(1_001, reader.end());
            assertEquals(1_001, new LogReader(folder).end());
        }
    }

    @Test
    void a_line_that_was_cut_by_a_crash_is_as_if_it_had_never_been() throws Exception {
        String name;
        try (EventLog log = open(EventLog.Limits.USUAL)) {
            name = log.name();
            log.append(EventLogTest::line);
            log.append(EventLogTest::line);
        }
        Path segment = new LogFolder(folder).segments().lastEntry().getValue();
        Files.writeString(segment, "{\"n\":3", StandardOpenOption.APPEND);
        assertEquals(List.of(1L, 2L), positions(new LogReader(folder).read(1, 10)));
        try (EventLog log = open(EventLog.Limits.USUAL)) {
            assertEquals(name, log.name());
            assertEquals(3, log.append(EventLogTest::line));
        }
        assertEquals(
                "{\"n\":3}",
                new LogReader(folder).read(3, 10).lines().getFirst().json());
    }

    @Test
    void the_oldest_goes_when_it_is_too_much_and_a_reader_is_told_where_it_begins() throws Exception {
        try (EventLog log = open(SMALL)) {
            LogReader reader = new LogReader(folder);
            reader.read(1, 10);
            for (int i = 0; i < 2_000; i++) {
                log.append(EventLogTest::line);
            }
            LogReader.Chunk chunk = reader.read(1, 10);
            assertTrue(chunk.first() > 1_000, "begins at " + chunk.first());
            assertEquals(chunk.first(), chunk.lines().getFirst().position());
        }
    }

    @Test
    void a_log_that_is_made_anew_has_another_name() throws Exception {
        String first;
        try (EventLog log = open(SMALL)) {
            first = log.name();
        }
        try (EventLog log = EventLog.open(folder.resolve("other"), "test", SMALL, InstantSource.system())) {
            assertNotEquals(first, log.name());
        }
    }

    /** As on a disk that is so full that it takes no name of a file. */
    @Test
    void a_log_that_could_not_begin_a_new_segment_goes_on_when_it_can() throws Exception {
        EventLog log = open(SMALL);
        try (log) {
            while (Files.size(folder.resolve("%019d.jsonl".formatted(1))) < SMALL.segment()) {
                log.append(EventLogTest::line);
            }
            long next = log.next();
            Path inItsPlace = Files.createDirectory(folder.resolve("%019d.jsonl".formatted(next)));
            assertThrows(IOException.class, () -> log.append(EventLogTest::line));
            assertThrows(IOException.class, () -> log.append(EventLogTest::line));
            log.sync();
            Files.delete(inItsPlace);
            assertEquals(next, log.append(EventLogTest::line));
            assertEquals(List.of(next - 1, next), positions(new LogReader(folder).read(next - 1, 10)));
        }
        log.close();
        IOException closed = assertThrows(IOException.class, () -> log.append(EventLogTest::line));
        assertTrue(closed.getMessage().endsWith("is closed"), closed.getMessage());
    }
}
