package io.coppice.node.host;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    @Test
    void a_log_that_grows_is_cut_while_it_is_written_and_stays_bounded() throws Exception {
        Path log = folder.resolve("node.log");
        LogFiles files = new LogFiles(folder, 1000);
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < 10_000; i++) {
                out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
                if (i % 50 == 0) {
                    files.reconcile();
                    assertTrue(Files.size(log) <= 1000, "cut");
                }
            }
        }
        assertTrue(Files.size(folder.resolve("node.log.1")) < 2000);
        String both = Files.readString(folder.resolve("node.log.1")) + Files.readString(log);
        assertTrue(both.endsWith("line 9998\nline 9999\n"), "the newest lines are there");
        assertTrue(both.contains("line 9900\n"), "in both together nothing is missing");
    }

    @Test
    void what_is_small_or_no_log_stays() throws Exception {
        Files.writeString(folder.resolve("gateway.log"), "short\n");
        Files.writeString(folder.resolve("other"), "x".repeat(5000));
        new LogFiles(folder, 1000).reconcile();
        assertEquals("short\n", Files.readString(folder.resolve("gateway.log")));
        assertEquals(5000, Files.size(folder.resolve("other")));
    }

    @Test
    void where_there_is_no_folder_nothing_happens() {
        assertDoesNotThrow(new LogFiles(folder.resolve("none"), 1000)::reconcile);
    }
}
