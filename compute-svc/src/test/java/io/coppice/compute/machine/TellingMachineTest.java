package io.coppice.compute.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.LogReader;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.log.Trace;
import io.coppice.servicekit.task.Ownership.Standing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TellingMachineTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final Vmid GUEST = new Vmid(100);

    @TempDir
    private Path folder;

    private List<ObjectNode> events() throws Exception {
        return new LogReader(folder)
                .read(1, 100).lines().stream()
                        .map(l -> EventJson.parse(l.json()))
                        .toList();
    }

    private List<String> sequences() throws Exception {
        return events().stream().map(e -> EventJson.text(e, "sequence")).toList();
    }

    @Test
    void a_guest_that_left_and_came_back_sorts_behind_what_was_told_before() throws Exception {
        AtomicReference<Standing> standing = new AtomicReference<>(new Standing.Here(7));
        try (Outbox outbox = new Outbox(folder, "compute", HERE, InstantSource.system())) {
            TellingMachine machine = new TellingMachine(
                    GuestKind.QEMU, new FakeMachine().with(GUEST, ""), outbox, HERE, v -> standing.get());
            machine.say(GUEST, "stop");
            standing.set(new Standing.Here(12));
            machine.say(GUEST, "cont");
            standing.set(new Standing.Nowhere());
            machine.end(GUEST);
        }
        assertEquals(
                List.of(EventJson.sequence(7, 1), EventJson.sequence(12, 2), EventJson.sequence(12, 3)), sequences());
    }

    @Test
    void after_a_restart_what_is_told_sorts_behind_what_was_though_the_guest_has_gone() throws Exception {
        List<Standing> standings = List.of(
                new Standing.Here(7), new Standing.Nowhere(), new Standing.Elsewhere("pve2"), new Standing.Here(5));
        for (Standing standing : standings) {
            try (Outbox outbox = new Outbox(folder, "compute", HERE, InstantSource.system())) {
                machine(outbox, standing).say(GUEST, "stop");
            }
        }
        assertEquals(
                List.of(1L, 2L, 3L, 4L).stream()
                        .map(n -> EventJson.sequence(7, n))
                        .toList(),
                sequences());
    }

    @Test
    void who_asked_and_in_which_task_is_told_and_where_nobody_did_the_service() throws Exception {
        try (Outbox outbox = new Outbox(folder, "compute", HERE, InstantSource.system())) {
            TellingMachine machine = machine(outbox, new Standing.Here(7));
            Trace.now().askedBy("ann@pve", "task-pve1-1").call(() -> {
                machine.end(GUEST);
                return true;
            });
            machine.say(GUEST, "cont");
        }
        assertEquals(
                List.of("ann@pve task-pve1-1", "system:compute@pve1 "),
                events().stream()
                        .map(e -> EventJson.text(e, "actor") + " " + EventJson.text(e, "task"))
                        .toList());
    }

    private static TellingMachine machine(Outbox outbox, Standing standing) {
        return new TellingMachine(GuestKind.QEMU, new FakeMachine().with(GUEST, ""), outbox, HERE, v -> standing);
    }
}
