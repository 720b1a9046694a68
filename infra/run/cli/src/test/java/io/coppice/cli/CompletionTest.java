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
            Files.writeString(
                    script, Completion.script(new Endpoints()).replace("/var/lib/coppice/etc-pve", folder.toString()));
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
    void guests_and_nodes_are_those_that_are_there() throws Exception {
        for (String file : List.of("pve1/qemu-server/100", "pve1/qemu-server/1000", "pve1/lxc/200")) {
            Path made = folder.resolve("nodes/" + file + ".conf");
            Files.createDirectories(made.getParent());
            Files.writeString(made, "");
        }
        assertEquals(List.of("100", "1000"), after("qm", "start", "1"));
        assertEquals(List.of("200"), after("pct", "config", ""));
        assertEquals(List.of("100", "1000", "200"), after("vzdump", ""));
        assertEquals(List.of(""), after("qm", "create", ""));
        assertEquals(List.of("/nodes/pve1"), after("pvesh", "get", "/nodes/"));
        assertEquals(
                List.of("/nodes/pve1/qemu/100", "/nodes/pve1/qemu/1000"), after("pvesh", "get", "/nodes/pve1/qemu/1"));
        assertTrue(after("coppice", "pvesh", "get", "/nodes/pve1/qemu/100/").contains("/nodes/pve1/qemu/100/config"));
        assertEquals(List.of("/cluster/resources"), after("pvesh", "ls", "/cluster/reso"));
    }

    @Test
    void options_follow_their_verb_and_values_their_option() throws Exception {
        assertTrue(after("qm", "create", "100", "--na").contains("--name"));
        assertEquals(List.of("--memory"), after("qm", "set", "100", "--memo"));
        assertTrue(after("qm", "list", "--output-format", "js").contains("json"));
    }
}
