package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says when it cannot do what was asked. */
class CommandTest {
    @TempDir
    Path folder;

    private Programs.Ended coppice(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(
                List.of(RunningNode.projectRoot().resolve("coppice").toString()));
        argv.addAll(List.of(arguments));
        return Programs.run(
                folder, Map.of("JAVA_HOME", System.getProperty("java.home")), 60, argv.toArray(String[]::new));
    }

    private static void assertRefused(String text, Programs.Ended ended) {
        assertEquals(1, ended.exit(), ended.output());
        assertTrue(ended.output().contains(text), ended.output());
    }

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
    }

    @Test
    void help_names_every_command() throws Exception {
        Programs.Ended help = coppice("--help");
        assertEquals(0, help.exit());
        for (String command :
                List.of("up", "down", "status", "logs", "test", "conformance", "package", "images", "run")) {
            assertTrue(help.output().contains("  " + command + " "), command);
        }
    }

    @Test
    void each_command_has_a_help_of_its_own() throws Exception {
        for (String command :
                List.of("up", "down", "status", "logs", "test", "conformance", "package", "images", "run")) {
            Programs.Ended help = coppice(command, "--help");
            assertEquals(0, help.exit(), help.output());
            assertTrue(help.output().matches("(?s)Usage: (\\./)?coppice " + command + "\\b.*"), help.output());
        }
    }

    @Test
    void a_process_that_is_not_there_is_refused() throws Exception {
        assertRefused("run what?", coppice("run"));
    }

    @Test
    void an_unknown_command_or_option_is_refused() throws Exception {
        assertRefused("there is no command 'fly'", coppice("fly"));
        assertRefused("unknown option --fly", coppice("up", "--fly"));
        assertRefused("--port needs a value", coppice("up", "--port"));
        assertRefused("'status' does not take 'gateway'", coppice("status", "gateway"));
        assertRefused("there is no log '../secret/x'", coppice("logs", "../secret/x"));
    }

    @Test
    void a_folder_that_holds_other_things_is_refused_and_stays_as_it_is() throws Exception {
        assumeRoot();
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("letter"), "mine");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
        assertRefused("holds other things", coppice("up", "--data", other.toString(), "--port", "1"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(other)));
        try (var entries = Files.list(other)) {
            assertEquals(1, entries.count());
        }
    }

    @Test
    void a_first_password_that_is_missing_or_short_is_refused_before_anything_is_made() throws Exception {
        assumeRoot();
        Path data = folder.resolve("data");
        String[] up = {"up", "--data", data.toString(), "--port", "1", "--admin-password-file", folder + "/password"};
        assertRefused("cannot read " + folder + "/password", coppice(up));
        Files.writeString(folder.resolve("password"), "seven77\n");
        assertRefused("must have 8 characters", coppice(up));
        assertTrue(Files.notExists(data));
    }

    @Test
    void up_by_a_user_who_is_not_root_is_refused() throws Exception {
        assumeRoot();
        Path script = RunningNode.projectRoot().resolve("coppice");
        Programs.Ended reads =
                Programs.run(folder, Map.of(), 20, "setpriv", "--reuid=65534", "test", "-r", script.toString());
        assumeTrue(reads.exit() == 0, "others cannot read the project here");
        String[] up = {"setpriv", "--reuid=65534", "--clear-groups", script.toString(), "up"};
        assertRefused("must be run by root", Programs.run(folder, Map.of(), 20, up));
    }

    @Test
    void a_port_that_is_taken_or_makes_no_sense_is_refused() throws Exception {
        assumeRoot();
        String data = folder.resolve("data").toString();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = "" + other.getLocalPort();
            assertRefused("port " + port + " is taken", coppice("up", "--data", data, "--port", port));
        }
        assertRefused("from 1 to 65535", coppice("up", "--data", data, "--port", "70000"));
    }

    @Test
    void a_folder_that_the_gateway_cannot_reach_is_refused() throws Exception {
        assumeRoot();
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertRefused(
                "cannot get at", coppice("up", "--data", closed.resolve("data").toString(), "--port", "1"));
    }

    @Test
    void status_and_down_of_what_does_not_run_say_so() throws Exception {
        assumeRoot();
        String data = folder.resolve("none").toString();
        assertEquals(3, coppice("status", "--data", data).exit());
        Programs.Ended down = coppice("down", "--data", data);
        assertEquals(0, down.exit());
        assertTrue(down.output().contains("not running"), down.output());
    }
}
