package io.coppice.compute.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.compute.machine.Quiet;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.store.Change;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest is not shut down for a reboot where it could not start again, nor started where it may run elsewhere. */
class RebootTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final Vmid GUEST = new Vmid(100);
    private static final String MINE = "nodes/pve1/qemu-server/100.conf";
    private static final PowerTask.Params PARAMS = new PowerTask.Params(GUEST.number(), 5, false);

    @TempDir
    Path dir;

    private final MemoryStore truth = new MemoryStore();
    private final Vms vms = new Vms(truth, HERE);
    private final FakeMachine machine = new FakeMachine().with(GUEST, "");
    private final PowerTask reboot = new Switches(vms, machine).reboot;
    private Object before;

    @BeforeEach
    void open() {
        truth.submit(
                Change.by(Service.COMPUTE, "root@pam").put(MINE, "cores: 1\n").build());
        before = machine.picture();
    }

    @AfterEach
    void close() {
        truth.close();
    }

    @Test
    void without_a_quorum_it_runs_on_until_there_is_one() throws Exception {
        TaskVault vault = new TaskVault(truth, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        TaskFolder folder = new TaskFolder(dir.resolve("tasks"));
        try (TaskRunner tasks =
                new TaskRunner(folder, HERE, new StoreOwnership(truth, HERE), vault, Clock.systemUTC())) {
            tasks.register(reboot);
            truth.become(MemoryStore.Mood.ALONE);
            Upid waiting = tasks.start(reboot, PARAMS, "100", "root@pam", Queue.guest(GUEST));
            assertEquals(Optional.empty(), tasks.awaitEnd(waiting, Duration.ofSeconds(1)));
            assertEquals(before, machine.picture(), "it is not even asked to shut down");
            truth.become(MemoryStore.Mood.WELL);
            assertEquals(Optional.of("OK"), tasks.awaitEnd(waiting, Duration.ofSeconds(20)));
            assertTrue(machine.picture().toString().contains("cores: 1"), "it was started anew");
        }
    }

    private List<Step> throughItsEnd() throws Exception {
        TaskContext me = new TaskContext(
                new Upid(HERE, 1, 1, 1, reboot.type(), "100", "root@pam"),
                "root@pam",
                Optional.of(GUEST),
                Optional.of(vms.require(GUEST).since()));
        List<Step> steps = reboot.steps(PARAMS, me);
        for (Step s : steps) {
            s.run().run(new Quiet());
            if (s.pivot()) {
                break;
            }
        }
        assertFalse(machine.runs(GUEST));
        return steps.subList(
                steps.indexOf(steps.stream().filter(Step::pivot).findFirst().orElseThrow()) + 1, steps.size());
    }

    @Test
    void where_the_quorum_is_lost_while_it_shuts_down_its_start_waits() throws Exception {
        List<Step> rest = throughItsEnd();
        truth.become(MemoryStore.Mood.ALONE);
        assertThrows(StoreUnavailable.class, () -> rest.getFirst().run().run(new Quiet()));
        assertFalse(machine.runs(GUEST));
        truth.become(MemoryStore.Mood.WELL);
        for (Step s : rest) {
            s.run().run(new Quiet());
        }
        assertTrue(machine.runs(GUEST));
    }

    @Test
    void one_that_was_taken_to_another_node_while_it_was_off_is_not_started_here() throws Exception {
        List<Step> rest = throughItsEnd();
        truth.submit(Change.by(Service.COMPUTE, "root@pam")
                .delete(MINE)
                .put("nodes/pve2/qemu-server/100.conf", "cores: 1\n")
                .build());
        assertThrows(Refused.class, () -> rest.getFirst().run().run(new Quiet()));
        assertFalse(machine.runs(GUEST));
    }
}
