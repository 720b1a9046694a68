package io.coppice.compute.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.compute.machine.Quiet;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.store.Change;
import io.coppice.store.Store;
import io.coppice.store.memory.Awakened;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.memory.MemoryStore.Mood;
import io.coppice.store.seal.Sealer;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that was stopped for a backup starts again where it is known to belong, and nowhere else. */
class HoldingTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final Vmid GUEST = new Vmid(100);
    private static final String MARK = "task-pve1-1";
    private static final String SELF = "system:compute@pve1";
    private static final Holding.TakeOut NOTHING = vmid -> {};

    @TempDir
    Path dir;

    private final MemoryStore truth = new MemoryStore();
    private final FakeMachine machine = new FakeMachine().with(GUEST, "");
    private final Vms vms = new Vms(truth, HERE);
    private TaskRunner tasks;

    @BeforeEach
    void open() throws Exception {
        TaskVault vault = new TaskVault(truth, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        tasks = new TaskRunner(
                new TaskFolder(dir.resolve("tasks")), HERE, new StoreOwnership(truth, HERE), vault, Clock.systemUTC());
        truth.submit(vms.change("root@pam").put(vms.path(GUEST), "cores: 1\n").build());
    }

    @AfterEach
    void close() {
        tasks.close();
        truth.close();
    }

    private Holding holding(GuestFiles<?> guests) {
        return new Holding(guests, machine, tasks, new BackupHold(guests, SELF));
    }

    private Holding stopped(GuestFiles<?> guests) throws Exception {
        Holding holding = holding(guests);
        holding.take(GUEST, MARK);
        assertTrue(holding.stop(GUEST, MARK, 5).stopped());
        assertFalse(machine.runs(GUEST));
        return holding;
    }

    private String text() {
        return truth.image().guest(GUEST.number()).orElseThrow().text();
    }

    private void goesToAnotherNode(GuestFiles<?> guests) {
        truth.submit(Change.by(Service.COMPUTE, "root@pam")
                .delete(guests.path(GUEST))
                .put(guests.path(GUEST).replace("/pve1/", "/pve2/"), text())
                .build());
    }

    @Test
    void it_starts_again_when_the_backup_has_ended() throws Exception {
        stopped(vms).end(GUEST, MARK, NOTHING);
        assertTrue(machine.runs(GUEST));
        assertEquals("cores: 1\n", text());
    }

    @Test
    void without_a_quorum_it_stays_off_until_there_is_one_and_the_backup_is_told_so() throws Exception {
        Holding holding = stopped(vms);
        truth.become(Mood.ALONE);
        StoreUnavailable told = assertThrows(StoreUnavailable.class, () -> holding.end(GUEST, MARK, NOTHING));
        assertEquals(
                "VM 100 is off for this backup, and starts again when there is a quorum: no quorum", told.getMessage());
        assertFalse(machine.runs(GUEST));
        assertEquals("cores: 1\nlock: backup\n", text());
        truth.become(Mood.WELL);
        holding.end(GUEST, MARK, NOTHING);
        assertTrue(machine.runs(GUEST));
        assertEquals("cores: 1\n", text());
    }

    /** As a machine's backup does it before it reads the disks. */
    @Test
    void without_a_quorum_it_is_not_even_started_to_be_read() throws Exception {
        Holding holding = stopped(vms);
        Vm frozen = vms.parse(GUEST, "cores: 1\nfreeze: 1\n");
        truth.become(Mood.ALONE);
        assertThrows(StoreUnavailable.class, () -> holding.startAgain(frozen, MARK, new Quiet()));
        assertFalse(machine.runs(GUEST));
        truth.become(Mood.WELL);
        holding.startAgain(frozen, MARK, new Quiet());
        assertTrue(machine.picture().toString().contains("freeze: 1"));
    }

    @Test
    void without_a_quorum_none_is_stopped_for_a_backup() throws Exception {
        Holding holding = holding(vms);
        holding.take(GUEST, MARK);
        truth.become(Mood.ALONE);
        assertThrows(StoreUnavailable.class, () -> holding.stop(GUEST, MARK, 5));
        assertTrue(machine.runs(GUEST));
    }

    @Test
    void one_that_is_paused_goes_on_without_a_quorum() throws Exception {
        Holding holding = holding(vms);
        holding.take(GUEST, MARK);
        new BackupHold(vms, SELF).restart(GUEST, MARK, true);
        machine.say(GUEST, "stop");
        truth.become(Mood.ALONE);
        assertThrows(StoreUnavailable.class, () -> holding.end(GUEST, MARK, NOTHING), "its lock stays");
        assertTrue(machine.picture().toString().contains("paused=false"));
    }

    @Test
    void one_that_another_node_has_by_now_is_not_started_here() throws Exception {
        stopped(vms);
        Store shown = new Awakened(truth);
        Vms asBefore = new Vms(shown, HERE);
        goesToAnotherNode(asBefore);
        holding(asBefore).end(GUEST, MARK, NOTHING);
        assertFalse(machine.runs(GUEST));
        assertEquals("cores: 1\nlock: backup\n", text(), "it is the other node's");
    }

    @Test
    void one_that_was_elsewhere_meanwhile_is_not_started_as_the_one_that_was_stopped() throws Exception {
        stopped(vms);
        Store shown = new Awakened(truth);
        Vms asBefore = new Vms(shown, HERE);
        String there = text();
        goesToAnotherNode(asBefore);
        truth.submit(Change.by(Service.COMPUTE, "root@pam")
                .delete(vms.path(GUEST).replace("/pve1/", "/pve2/"))
                .put(vms.path(GUEST), there)
                .build());
        assertThrows(Refused.class, () -> holding(asBefore).startAgain(asBefore.read(GUEST), MARK, new Quiet()));
        assertFalse(machine.runs(GUEST));
    }

    @Test
    void of_containers_too() throws Exception {
        Cts cts = new Cts(truth, HERE);
        truth.submit(Change.by(Service.COMPUTE, "root@pam")
                .delete(vms.path(GUEST))
                .put(cts.path(GUEST), "memory: 64\n")
                .build());
        Holding holding = stopped(cts);
        truth.become(Mood.ALONE);
        StoreUnavailable told = assertThrows(StoreUnavailable.class, () -> holding.end(GUEST, MARK, NOTHING));
        assertTrue(told.getMessage().startsWith("CT 100 is off"), told.getMessage());
        assertFalse(machine.runs(GUEST));
        truth.become(Mood.WELL);
        holding.end(GUEST, MARK, NOTHING);
        assertTrue(machine.runs(GUEST));
    }
}
