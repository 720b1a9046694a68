package io.coppice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.cli.line.Endpoints;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a real bash, asked as bash asks it when somebody types and presses the tabulator. */
class CompletionTest {
    private static final String ASK = ". \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); "
            + "_coppice_complete; echo \"${COMPREPLY[*]}\"";

    @TempDir
    Path folder;

    private List<String> after(String... words) throws Exception {
        Path script = folder.resolve("completion");
        if (!Files.exists(script)) {
            Files.writeString(script, Completion.script(new Endpoints()));
        }
        List<String> argv = new ArrayList<>(List.of("bash", "-c", ASK, "bash", script.toString()));
        argv.addAll(List.of(words));
        Process bash = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), said);
        return Arrays.asList(said.strip().split(" "));
    }

    @Test
    void programs_are_commands_of_the_script() throws Exception {
        assertTrue(after("coppice", "").containsAll(List.of("up", "down", "qm", "pct", "pvesh", "task", "cluster")));
        assertEquals(List.of("cluster"), after("/usr/bin/coppice", "cl"));
    }

    @Test
    void verbs_follow_their_program() throws Exception {
        assertEquals(List.of("create"), after("qm", "cr"));
        assertEquals(List.of("create"), after("coppice", "qm", "cr"));
        assertTrue(after("coppice", "cluster", "").contains("join"));
    }

    @Test
    void options_follow_their_verb_and_values_their_option() throws Exception {
        assertTrue(after("qm", "create", "100", "--na").contains("--name"));
        assertEquals(List.of("--memory"), after("qm", "set", "100", "--memo"));
        assertTrue(after("qm", "list", "--output-format", "js").contains("json"));
    }
}
