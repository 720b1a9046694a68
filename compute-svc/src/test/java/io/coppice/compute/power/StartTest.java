package io.coppice.compute.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Queue;
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
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest starts only where it is known to belong. */
class StartTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final Vmid GUEST = new Vmid(100);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String MINE = "nodes/pve1/qemu-server/100.conf";

    @TempDir
    Path dir;

    private final MemoryStore truth = new MemoryStore();
    private final FakeMachine machine = new FakeMachine();
    private TaskRunner tasks;
    private PowerTask start;

    /** A node that has just started, and shows what it knew before. */
    @BeforeEach
    void open() throws Exception {
        truth.submit(
                Change.by(Service.COMPUTE, "root@pam").put(MINE, "cores: 1\n").build());
        Store shown = new Awakened(truth);
        TaskVault vault = new TaskVault(shown, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        tasks = new TaskRunner(
                new TaskFolder(dir.resolve("tasks")), HERE, new StoreOwnership(shown, HERE), vault, Clock.systemUTC());
        start = new Switches(new Vms(shown, HERE), machine).start;
        tasks.register(start);
    }

    @AfterEach
    void close() {
        tasks.close();
        truth.close();
    }

    private Upid start() {
        PowerTask.Params params = new PowerTask.Params(GUEST.number(), 0, false);
        return tasks.start(start, params, "100", "system:compute@pve1", Queue.guest(GUEST));
    }

    @Test
    void none_that_went_to_another_node_while_this_one_was_away() throws Exception {
        truth.submit(Change.by(Service.COMPUTE, "root@pam")
                .delete(MINE)
                .put("nodes/pve2/qemu-server/100.conf", "cores: 1\n")
                .build());
        String end = tasks.awaitEnd(start(), SOON).orElseThrow();
        assertTrue(end.contains("100"), end);
        assertFalse(machine.runs(GUEST));
    }

    @Test
    void none_without_a_quorum_until_there_is_one() throws Exception {
        truth.become(MemoryStore.Mood.ALONE);
        Upid waiting = start();
        assertEquals(Optional.empty(), tasks.awaitEnd(waiting, Duration.ofSeconds(1)));
        assertFalse(machine.runs(GUEST));
        truth.become(MemoryStore.Mood.WELL);
        assertEquals(Optional.of("OK"), tasks.awaitEnd(waiting, SOON));
        assertTrue(machine.runs(GUEST));
    }
}
