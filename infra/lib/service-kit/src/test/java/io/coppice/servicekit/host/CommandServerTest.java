package io.coppice.servicekit.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandServerTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private final HostCommands host = new HostCommands();

    @TempDir
    Path folder;

    private Path socket = Path.of("");
    private Commands remote = host;
    private CommandServer server;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("init.sock");
        server = CommandServer.listen(socket, host, p -> !p.equals("env"));
        remote = new RemoteCommands(socket);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void a_program_runs_there_as_it_would_here() throws Exception {
        List<String> argv = List.of("/bin/sh", "-c", "echo 'ä \"x\"'; echo err >&2; exit 7");
        assertEquals(host.run(argv, LONG), remote.run(argv, LONG));
    }

    @Test
    void only_what_is_allowed_is_run() {
        IOException e = assertThrows(IOException.class, () -> remote.run(List.of("env"), LONG));
        assertTrue(String.valueOf(e.getMessage()).contains("may not be run here"), e.toString());
        assertThrows(IOException.class, () -> remote.run(List.of("/no/such/program"), LONG));
    }

    @Test
    void what_takes_too_long_is_killed_there() {
        IOException e =
                assertThrows(IOException.class, () -> remote.run(List.of("sleep", "59"), Duration.ofMillis(300)));
        assertTrue(String.valueOf(e.getMessage()).contains("did not end within"), e.toString());
    }

    @Test
    void a_daemon_stays_when_who_asked_for_it_is_gone_and_many_ask_at_once() throws Exception {
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Commands.Ended>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String number = String.valueOf(i);
                all.add(askers.submit(() -> remote.run(List.of("echo", number), LONG)));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals(i + "\n", all.get(i).get().out());
            }
        }
        String pid = remote.run(List.of("/bin/sh", "-c", "sleep 57 >/dev/null 2>&1 & echo $!"), LONG)
                .out()
                .strip();
        ProcessHandle daemon = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        assertTrue(daemon.isAlive());
        daemon.destroyForcibly();
    }

    @Test
    void without_a_server_the_error_names_the_socket() throws Exception {
        server.close();
        IOException e = assertThrows(IOException.class, () -> remote.run(List.of("true"), LONG));
        assertTrue(String.valueOf(e.getMessage()).contains(socket.toString()), e.toString());
    }

    @Test
    void another_user_is_refused_though_the_socket_were_open() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")) && Files.exists(Path.of("/usr/bin/python3")));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path made = folder.resolve("made");
        String request = "{\"argv\":[\"touch\",\"" + made + "\"],\"limitMillis\":5000}";
        String client = "import socket,sys\ns=socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n"
                + "s.sendall(sys.argv[2].encode())\ns.shutdown(1)\nsys.stdout.write(str(len(s.recv(99))))";
        Commands.Ended ended = host.run(
                List.of(
                        "setpriv",
                        "--reuid=65534",
                        "--clear-groups",
                        "python3",
                        "-c",
                        client,
                        socket.toString(),
                        request),
                LONG);
        assertFalse(Files.exists(made), ended.toString());
        assertFalse(ended.ok() && !ended.out().equals("0"), ended.toString());
    }

    @Test
    void only_what_guests_are_made_of_goes_to_where_they_live() throws Exception {
        Commands there = (argv, limit) -> new Commands.Ended(0, "there", "");
        GuestPrograms both = new GuestPrograms(there, host);
        assertEquals(
                "there",
                both.run(List.of("qemu-system-x86_64", "-version"), LONG).out());
        assertEquals("here", both.run(List.of("printf", "here"), LONG).out());
        assertFalse(GuestPrograms.is("/tmp/qemu-system-x86_64"));
    }
}
