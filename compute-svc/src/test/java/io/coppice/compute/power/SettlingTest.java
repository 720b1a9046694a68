package io.coppice.compute.power;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.store.Change;
import io.coppice.store.Store;
import io.coppice.store.memory.Awakened;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waited when a guest was stopped without a quorum. */
class SettlingTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final Vmid GUEST = new Vmid(100);
    private static final Vmid OTHER = new Vmid(101);
    private static final String WAITS = "cores: 2\n\n[PENDING]\ncores: 4\n";
    private static final String HOLDS = "cores: 4\n";

    @TempDir
    Path dir;

    private final MemoryStore truth = new MemoryStore();
    private final FakeMachine machine = new FakeMachine();
    private final Vms vms = new Vms(truth, HERE);
    private TaskRunner tasks;

    @BeforeEach
    void open() throws Exception {
        TaskVault vault = new TaskVault(truth, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        tasks = new TaskRunner(
                new TaskFolder(dir.resolve("tasks")), HERE, new StoreOwnership(truth, HERE), vault, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        tasks.close();
        truth.close();
    }

    private Settling settling(GuestFiles<?> guests) {
        return new Power(guests, machine, tasks).settling("system:compute@pve1");
    }

    private void put(GuestFiles<?> guests, Vmid vmid, String text) {
        truth.submit(guests.change("root@pam").put(guests.path(vmid), text).build());
    }

    private String text(Vmid vmid) {
        return truth.image().guest(vmid.number()).orElseThrow().text();
    }

    @Test
    void it_holds_when_there_is_a_quorum_again_and_not_before() throws Exception {
        put(vms, GUEST, WAITS);
        put(vms, OTHER, WAITS);
        Settling settling = settling(vms);
        truth.become(MemoryStore.Mood.ALONE);
        settling.reconcile();
        assertEquals(WAITS, text(GUEST));
        truth.become(MemoryStore.Mood.WELL);
        settling.reconcile();
        assertEquals(HOLDS, text(GUEST));
        assertEquals(HOLDS, text(OTHER));
    }

    @Test
    void of_containers_too() throws Exception {
        Cts cts = new Cts(truth, HERE);
        put(cts, GUEST, WAITS);
        settling(cts).reconcile();
        assertEquals(HOLDS, text(GUEST));
    }

    @Test
    void what_waits_of_one_that_runs_or_is_locked_goes_on_waiting() throws Exception {
        String locked = "cores: 2\nlock: backup\n\n[PENDING]\ncores: 4\n";
        put(vms, GUEST, WAITS);
        put(vms, OTHER, locked);
        machine.with(GUEST, "");
        settling(vms).reconcile();
        assertEquals(WAITS, text(GUEST));
        assertEquals(locked, text(OTHER));
    }

    @Test
    void where_nothing_waits_nothing_is_written() throws Exception {
        put(vms, GUEST, HOLDS);
        long revision = vms.require(GUEST).revision();
        settling(vms).reconcile();
        assertEquals(revision, vms.require(GUEST).revision());
    }

    /** A node that has just started shows the guest as its own. */
    @Test
    void a_guest_that_went_to_another_node_meanwhile_is_not_touched_and_keeps_nobody_up() throws Exception {
        put(vms, GUEST, WAITS);
        put(vms, OTHER, WAITS);
        Store shown = new Awakened(truth);
        truth.submit(Change.by(Service.COMPUTE, "root@pam")
                .delete(vms.path(GUEST))
                .put("nodes/pve2/qemu-server/100.conf", WAITS)
                .build());
        settling(new Vms(shown, HERE)).reconcile();
        assertEquals(WAITS, text(GUEST));
        assertEquals(HOLDS, text(OTHER));
    }
}
