package io.coppice.node.vmid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Change;
import io.coppice.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VmidsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MANY = 1000;

    private final MemoryStore store = new MemoryStore(new Random(7), () -> 1_800_000_000_000L);
    private final Vmids vmids = new Vmids(new NodeName("pve1"), store);

    @AfterEach
    void close() {
        store.close();
    }

    private void guest(int vmid) {
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .put("nodes/pve1/qemu-server/" + vmid + ".conf", "memory: 16\n")
                .build());
    }

    private void destroy(int vmid) {
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .delete("nodes/pve1/qemu-server/" + vmid + ".conf")
                .build());
    }

    /** Time for the store's leader: terms end by the clock that it is shown. */
    private void passes(Duration time) {
        store.expire(0);
        store.expire(time.toNanos());
    }

    private static String text(Runnable call) {
        return assertThrows(Refused.class, call::run).failure().text();
    }

    @Test
    void the_lowest_free_one_is_told_once_a_minute() {
        guest(100);
        guest(102);
        assertEquals(List.of(101, 103, 104), List.of(vmids.next(), vmids.next(), vmids.next()));
        passes(Duration.ofSeconds(59));
        assertEquals(105, vmids.next());
        passes(Duration.ofSeconds(61));
        assertEquals(101, vmids.next());
    }

    @Test
    void one_that_lost_its_guest_rests_for_a_minute_but_may_be_taken() {
        guest(100);
        destroy(100);
        assertEquals(101, vmids.next());
        vmids.requireFree(new Vmid(100), "a@pve");
        passes(Duration.ofSeconds(61));
        assertEquals(100, vmids.next());
    }

    @Test
    void a_reservation_is_its_callers_until_its_term_ends() {
        assertEquals(100, vmids.reserve("a@pve", HOUR));
        assertEquals(101, vmids.next());
        vmids.requireFree(new Vmid(100), "a@pve");
        assertEquals("Parameter verification failed.", text(() -> vmids.requireFree(new Vmid(100), "b@pve")));
        assertEquals(
                "VM ID 100 is reserved for somebody else", text(() -> vmids.reserve("b@pve", new Vmid(100), HOUR)));
        passes(Duration.ofMinutes(61));
        vmids.reserve("b@pve", new Vmid(100), HOUR);
        assertEquals(100, vmids.of("b@pve").getFirst().vmid());
    }

    @Test
    void one_with_a_guest_cannot_be_reserved_and_only_ones_own_is_given_back() {
        guest(100);
        assertEquals("VM 100 already exists on node 'pve1'", text(() -> vmids.reserve("a@pve", new Vmid(100), HOUR)));
        vmids.reserve("a@pve", new Vmid(200), HOUR);
        assertEquals("VM ID 200 is not reserved for you", text(() -> vmids.release("b@pve", new Vmid(200))));
        vmids.release("a@pve", new Vmid(200));
        vmids.reserve("b@pve", new Vmid(200), HOUR);
    }

    @Test
    void a_guest_far_above_costs_nothing() {
        guest(999_999_999);
        assertEquals(100, vmids.next());
    }

    @Test
    void a_store_that_takes_nothing_still_lets_numbers_be_told() {
        store.become(MemoryStore.Mood.ALONE);
        assertEquals(100, vmids.next());
        assertThrows(Refused.class, () -> vmids.reserve("a@pve", HOUR));
    }

    @Test
    void a_thousand_at_once_are_told_and_given_different_ones_by_two_nodes() throws Exception {
        Vmids other = new Vmids(new NodeName("pve2"), store);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Vmids one = i % 2 == 0 ? vmids : other;
            String caller = "u" + i % 7 + "@pve";
            calls.add(one::next);
            calls.add(() -> one.reserve(caller, HOUR));
        }
        TreeSet<Integer> seen = new TreeSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> f : threads.invokeAll(calls)) {
                assertTrue(seen.add(f.get()), "given twice: " + f.get());
            }
        }
        assertEquals(2 * MANY, seen.size());
        assertEquals(100 + 2 * MANY - 1, seen.last());
    }
}
