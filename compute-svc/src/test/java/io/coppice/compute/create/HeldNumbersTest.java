package io.coppice.compute.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Change.Write;
import io.coppice.store.Image.Reservation;
import io.coppice.store.memory.MemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeldNumbersTest {
    private final MemoryStore store = new MemoryStore(new Random(1), () -> 0);

    private void hold(Write write) {
        store.submit(Change.by(Service.COMPUTE, "root@pam").write(write).build());
    }

    private Map<Integer, String> held() {
        Map<Integer, String> all = new TreeMap<>();
        store.image().reservations().forEach(r -> all.put(r.vmid(), r.owner()));
        return all;
    }

    @Test
    void what_ended_tasks_hold_is_freed_and_nothing_else() throws Exception {
        String caller = Reservation.ofCaller("root@pam");
        hold(new Write.Reserve(100, "task-pve1-ended"));
        hold(new Write.Reserve(101, "task-pve1-runs"));
        hold(new Write.Reserve(102, "task-pve2-ended"));
        hold(new Write.ReserveFor(103, caller, 60_000));
        new HeldNumbers(
                        store,
                        "system:compute@pve1",
                        mark -> Set.of("task-pve1-ended", caller).contains(mark))
                .reconcile();
        assertEquals(Map.of(101, "task-pve1-runs", 102, "task-pve2-ended", 103, caller), held());
    }

    @Test
    void what_cannot_be_told_stays_held() {
        hold(new Write.Reserve(100, "task-pve1-x"));
        HeldNumbers sweep = new HeldNumbers(store, "system:compute@pve1", mark -> {
            throw new IOException("the task cannot be read");
        });
        assertThrows(IOException.class, sweep::reconcile);
        assertEquals(List.of(100), List.copyOf(held().keySet()));
    }
}
