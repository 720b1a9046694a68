package io.coppice.documents.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskStatusTest {
    @Test
    void the_last_line_of_a_log_is_its_status() {
        for (String status : List.of("OK", "WARNINGS: 3", "can't lock file", "OK then")) {
            String log = "starting\n" + TaskStatus.lastLine(status) + "\n";
            assertEquals(status, TaskStatus.of(log));
            assertEquals(status, TaskStatus.of(log.strip()));
        }
        assertEquals("unexpected status", TaskStatus.of("starting\n"));
        assertEquals("unable to extract last line", TaskStatus.of("TASK OK\n\n"));
    }

    @Test
    void statuses_are_filtered_by_kind() {
        assertEquals("ok", TaskStatus.kind("OK").word());
        assertEquals("warning", TaskStatus.kind("WARNINGS: 1").word());
        assertEquals("error", TaskStatus.kind("it broke").word());
        assertEquals("unknown", TaskStatus.kind("unexpected status").word());
    }
}
