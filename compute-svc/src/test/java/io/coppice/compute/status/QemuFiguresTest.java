package io.coppice.compute.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.qemu.LetterGuest;
import io.coppice.compute.qemu.QemuProcess;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real QEMU. */
class QemuFiguresTest {
    private static final Vmid GUEST = new Vmid(987651);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private QemuProcess qemu;

    @SuppressWarnings("NullAway.Init")
    private Vm vm;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "no QEMU here");
        qemu = new QemuProcess(new RunFolder(folder.resolve("run")), new HostCommands());
        vm = LetterGuest.start(GUEST, folder, qemu, "");
    }

    @AfterEach
    void end() throws Exception {
        qemu.end(GUEST);
    }

    private Object ask(QemuFigures figures, String name) {
        try {
            return figures.of(vm, qemu.pid(GUEST).orElseThrow(), HOUR).getOrDefault(name, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_disk_has_counters_under_its_own_name_and_its_sector_was_read() throws Exception {
        QemuFigures figures = new QemuFigures(qemu);
        assertTrue(((Map<?, ?>) ask(figures, "blockstat")).containsKey("ide0"));
        Eventually.that("its sector was read", () -> {
            figures.forget(GUEST);
            return (Long) ask(figures, "diskread") >= 512;
        });
        assertTrue(String.valueOf(ask(figures, "running-qemu")).matches("\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void an_answer_serves_until_the_guest_was_switched() throws Exception {
        QemuFigures figures = new QemuFigures(qemu);
        assertEquals("running", ask(figures, "qmpstatus"));
        qemu.talk(GUEST, qmp -> qmp.execute("stop"));
        assertEquals("running", ask(figures, "qmpstatus"));
        figures.forget(GUEST);
        assertEquals("paused", ask(figures, "qmpstatus"));
    }

    @Test
    void an_answer_that_is_too_old_is_asked_for_anew() throws Exception {
        QemuFigures figures = new QemuFigures(qemu);
        ask(figures, "qmpstatus");
        qemu.talk(GUEST, qmp -> qmp.execute("stop"));
        assertEquals(
                "paused",
                figures.of(vm, qemu.pid(GUEST).orElseThrow(), Duration.ZERO).get("qmpstatus"));
    }
}
