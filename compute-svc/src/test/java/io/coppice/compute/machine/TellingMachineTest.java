package io.coppice.compute.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.LogReader;
import io.coppice.servicekit.event.Outbox;
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

    private List<String> sequences() throws Exception {
        return new LogReader(folder)
                .read(1, 100).lines().stream()
                        .map(l -> EventJson.text(EventJson.parse(l.json()), "sequence"))
                        .toList();
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
}
