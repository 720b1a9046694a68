package io.coppice.compute.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.compute.create.FakeStorage;
import io.coppice.compute.create.FakeTruth;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.machine.GuestHost;
import io.coppice.compute.machine.HostMachine;
import io.coppice.compute.machine.Quiet;
import io.coppice.compute.qemu.Launch.Accelerator;
import io.coppice.compute.qemu.QemuProcess;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real QEMU without a disk: its firmware finds nothing to boot, and waits. */
class OwnersTest {
    private static final Vmid GUEST = new Vmid(987653);
    private static final Quiet QUIET = new Quiet();
    private final FakeTruth truth = new FakeTruth();
    private final List<Vmid> changed = new CopyOnWriteArrayList<>();

    /** What the asking thread itself published, before its call returned: nobody's luck. */
    private final List<String> published = new CopyOnWriteArrayList<>();

    private final Thread asking = Thread.currentThread();
    private final Semaphore news = new Semaphore(0);
    private final List<String> distrusted = new CopyOnWriteArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    private Owners owners() {
        HostCommands commands = new HostCommands();
        FakeStorage storage = new FakeStorage();
        HostMachine machine = new HostMachine(
                truth.vms,
                GuestHost.ofThisMachine(new NodeName("pve1"), folder.resolve("run"), commands),
                storage,
                FakeStorage.system(),
                () -> Accelerator.TCG);
        return new Owners(
                machine,
                vmid -> {
                    changed.add(vmid);
                    if (Thread.currentThread() == asking) {
                        published.add(qemu().runs(vmid) ? "running" : "stopped");
                    }
                    news.release();
                },
                vmid -> {},
                distrusted::add);
    }

    private QemuProcess qemu() {
        return new QemuProcess(new RunFolder(folder.resolve("run")), new HostCommands());
    }

    private Vm vm() {
        return truth.vms.read(GUEST);
    }

    @BeforeEach
    void guest() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "no QEMU here");
        truth.with(GUEST, "memory: 16\nvga: none\n\n[PENDING]\nmemory: 32\n");
    }

    @AfterEach
    void end() throws Exception {
        qemu().end(GUEST);
    }

    private void eventually(String what, BooleanSupplier holds) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!holds.getAsBoolean()) {
            Assertions.assertTrue(System.nanoTime() < until, what);
            news.tryAcquire(50, TimeUnit.MILLISECONDS);
        }
    }

    private boolean switchedOff() {
        try {
            qemu().talk(GUEST, q -> q.execute("human-monitor-command", Map.of("command-line", "o/w 0x604 0x2000")));
            return qemu().talk(GUEST, q -> q.execute("query-status"))
                    .path("status")
                    .asText()
                    .equals("shutdown");
        } catch (IOException e) {
            return !qemu().runs(GUEST);
        }
    }

    private boolean hasTraces() {
        return qemu().leftTraces(GUEST) || Files.exists(qemu().files().events(GUEST));
    }

    @Test
    void a_guest_that_was_killed_is_cleaned_up_and_what_waited_holds() throws Exception {
        try (Owners owners = owners()) {
            owners.start(vm(), "task-1", QUIET);
            ProcessHandle.of(qemu().pid(GUEST).orElseThrow()).orElseThrow().destroyForcibly();
            eventually("its files are swept", () -> !hasTraces());
            eventually("what was pending holds", () -> vm().config().pending().isEmpty());
            assertEquals(32, vm().memoryMib());
            assertTrue(changed.contains(GUEST));
            assertEquals(List.of(), distrusted);
        }
    }

    @Test
    void who_starts_a_guest_or_takes_that_back_finds_it_published() throws Exception {
        try (Owners owners = owners()) {
            owners.start(vm(), "task-1", QUIET);
            assertTrue(published.contains("running"), published.toString());
            published.clear();
            owners.abandon(GUEST, "task-1");
            assertTrue(published.contains("stopped"), published.toString());
        }
    }

    @Test
    void a_guest_whose_system_powers_off_is_ended() throws Exception {
        try (Owners owners = owners()) {
            owners.start(vm(), "task-1", QUIET);
            // as a system does by ACPI, once the firmware has put the power management there
            eventually("it powers off", () -> !owners.runs(GUEST) || switchedOff());
            eventually("its files are swept", () -> !hasTraces());
            assertTrue(owners.awaitPowerOff(GUEST, Duration.ofSeconds(1), QUIET));
        }
    }

    @Test
    void a_later_service_finds_a_guest_and_hears_of_its_end() throws Exception {
        Owners first = owners();
        first.start(vm(), "task-1", QUIET);
        first.close();
        assertTrue(qemu().runs(GUEST));
        try (Owners next = owners()) {
            next.find(GUEST);
            ProcessHandle.of(qemu().pid(GUEST).orElseThrow()).orElseThrow().destroyForcibly();
            eventually("its files are swept", () -> !hasTraces());
        }
    }

    @Test
    void a_guest_that_ended_while_no_service_was_there_is_cleaned_up_by_the_next() throws Exception {
        Owners first = owners();
        first.start(vm(), "task-1", QUIET);
        first.close();
        ProcessHandle.of(qemu().pid(GUEST).orElseThrow()).orElseThrow().destroyForcibly();
        assertTrue(qemu().awaitEnd(GUEST, Duration.ofSeconds(20)));
        try (Owners next = owners()) {
            next.find(GUEST);
            assertFalse(hasTraces());
        }
    }

    @Test
    void what_one_task_started_another_does_not_take_back() throws Exception {
        try (Owners owners = owners()) {
            owners.start(vm(), "task-1", QUIET);
            Assertions.assertThrows(Refused.class, () -> owners.start(vm(), "task-2", QUIET));
            owners.abandon(GUEST, "task-2");
            assertTrue(owners.runs(GUEST));
            owners.start(vm(), "task-1", QUIET);
            owners.abandon(GUEST, "task-1");
            assertFalse(owners.runs(GUEST));
        }
    }

    @Test
    void a_pause_is_known_to_everybody_at_once() throws Exception {
        try (Owners owners = owners()) {
            owners.start(vm(), "task-1", QUIET);
            eventually("it is seen", () -> changed.contains(GUEST));
            changed.clear();
            owners.say(GUEST, "stop");
            eventually("its pause is seen", () -> changed.contains(GUEST));
            owners.end(GUEST);
            assertFalse(owners.runs(GUEST));
        }
    }

    @Test
    void the_thread_of_a_guest_that_is_no_more_ends_and_whoever_asks_later_gets_a_new_one() throws Exception {
        try (Owners owners = owners()) {
            owners.cleanUp(GUEST);
            owners.keepOnly(Set.of(GUEST));
            assertEquals(1, owners.count());
            owners.keepOnly(Set.of());
            assertEquals(0, owners.count());
            owners.cleanUp(GUEST);
            assertEquals(1, owners.count());
        }
    }
}
