package io.coppice.servicekit.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs against the host that the tests run on, and tries its double with what that answered. */
class HostCommandsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final Commands real = new HostCommands();

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    @Test
    void what_a_program_wrote_and_how_it_ended_is_answered() throws Exception {
        assertEquals(new Commands.Ended(3, "out\n", "err\n"), real.run(shell("echo out; echo err >&2; exit 3"), LONG));
    }

    @Test
    void arguments_are_passed_as_they_are() throws Exception {
        assertEquals(
                "$HOME; * 'x'",
                real.run(List.of("printf", "%s", "$HOME; * 'x'"), LONG).out());
    }

    @Test
    void the_environment_is_small_and_speaks_c() throws Exception {
        List<String> names =
                real.run(List.of("env"), LONG).out().lines().sorted().toList();
        assertEquals(3, names.size(), names.toString());
        assertTrue(names.contains("LC_ALL=C"));
    }

    @Test
    void output_is_cut_at_four_mebibytes_and_the_program_still_ends() throws Exception {
        assertEquals(
                4 << 20,
                real.run(shell("head -c 5000000 /dev/zero"), LONG).out().length());
    }

    @Test
    void what_takes_too_long_is_killed_with_all_that_it_started() throws Exception {
        String mark = "31.4159" + ProcessHandle.current().pid();
        IOException e = assertThrows(
                IOException.class, () -> real.run(shell("sleep " + mark + " & sleep " + mark), Duration.ofMillis(500)));
        assertTrue(String.valueOf(e.getMessage()).contains("did not end within"));
        long until = System.nanoTime() + LONG.toNanos();
        while (runs(mark) && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertFalse(runs(mark));
    }

    private static boolean runs(String mark) {
        return ProcessHandle.allProcesses()
                .anyMatch(p -> p.info().commandLine().orElse("").contains("sleep " + mark));
    }

    @Test
    void a_daemon_left_behind_is_not_waited_for() throws Exception {
        long before = System.nanoTime();
        assertEquals("done\n", real.run(shell("sleep 15 & echo done"), LONG).out());
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(10).toNanos());
    }

    @Test
    void a_program_that_is_not_there_is_an_error() {
        assertThrows(IOException.class, () -> real.run(List.of("/no/such/program"), LONG));
    }

    @Test
    void a_transcript_answers_as_the_host_did() throws Exception {
        RecordingCommands recording = new RecordingCommands(real);
        List<String> asked = shell("echo 'it''s'; echo oops >&2; exit 4");
        Commands.Ended ended = recording.run(asked, LONG);
        Transcript read = Transcript.parse(recording.transcript().toString());
        TranscriptCommands replay = new TranscriptCommands(read);
        assertEquals(ended, replay.run(asked, LONG));
        assertThrows(IOException.class, () -> replay.run(asked, LONG));
        assertTrue(replay.left().isEmpty());
    }
}
