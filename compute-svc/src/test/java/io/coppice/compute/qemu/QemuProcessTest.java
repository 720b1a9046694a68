package io.coppice.compute.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.compute.guest.RunFolder;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.HostCommands;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real QEMU and a guest of seven instructions, which writes the letter U to COM1 for ever. */
class QemuProcessTest {
    private static final Vmid GUEST = new Vmid(987654);

    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    private RunFolder files() {
        return new RunFolder(folder.resolve("run"));
    }

    private QemuProcess service() {
        return new QemuProcess(files(), new HostCommands());
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "no QEMU here");
        LetterGuest.start(GUEST, folder, service(), "");
    }

    @AfterEach
    void end() throws Exception {
        service().end(GUEST);
    }

    @Test
    void a_guest_runs_on_its_own_and_is_found_again_by_another_service() throws Exception {
        QemuProcess next = service();
        assertTrue(next.runs(GUEST));
        assertEquals(
                "running",
                next.talk(GUEST, q -> q.execute("query-status").path("status").asText("")));
        try (SocketChannel serial = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            serial.connect(UnixDomainSocketAddress.of(files().serial(GUEST, 0)));
            ByteBuffer letter = ByteBuffer.allocate(1);
            serial.read(letter);
            assertEquals('U', letter.get(0));
        }
        next.end(GUEST);
        assertFalse(next.runs(GUEST));
    }

    @Test
    void a_guest_that_was_killed_does_not_run_and_its_files_can_be_swept() throws Exception {
        ProcessHandle.of(service().pid(GUEST).orElseThrow()).orElseThrow().destroyForcibly();
        assertTrue(service().awaitEnd(GUEST, Duration.ofSeconds(20)));
        assertFalse(service().runs(GUEST));
        service().sweep(GUEST);
        assertFalse(Files.exists(files().qmp(GUEST)));
    }

    @Test
    void a_pid_that_is_another_process_is_not_the_guest() throws Exception {
        String before = Files.readString(files().pid(GUEST));
        Files.writeString(files().pid(GUEST), ProcessHandle.current().pid() + "\n");
        assertFalse(service().runs(GUEST));
        Files.writeString(files().pid(GUEST), before);
        assertTrue(service().runs(GUEST));
    }
}
