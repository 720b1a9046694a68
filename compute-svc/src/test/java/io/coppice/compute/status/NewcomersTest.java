package io.coppice.compute.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.memory.MemoryStore;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NewcomersTest {
    private static void put(MemoryStore store, String path) {
        assertInstanceOf(
                Outcome.Done.class,
                store.submit(Change.by(Service.COMPUTE, "root@pam")
                        .put(path, "memory: 64\n")
                        .build()));
    }

    @Test
    void a_guest_that_comes_to_be_on_this_node_is_told_at_once_and_one_that_changes_is_not() throws Exception {
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (MemoryStore store = MemoryStore.steady();
                Store.Watch watch = Newcomers.follow(
                        store,
                        new NodeName("pve1"),
                        vmid -> {
                            told.add("vm " + vmid);
                            throw new IllegalStateException("its figures cannot be read now");
                        },
                        vmid -> told.add("ct " + vmid))) {
            put(store, "nodes/pve2/qemu-server/99100.conf");
            put(store, "nodes/pve1/qemu-server/100.conf");
            put(store, "nodes/pve1/qemu-server/100.conf");
            put(store, "nodes/pve1/lxc/200.conf");
            assertEquals(
                    List.of("vm 100", "ct 200"),
                    List.of(
                            String.valueOf(told.poll(60, TimeUnit.SECONDS)),
                            String.valueOf(told.poll(60, TimeUnit.SECONDS))));
            assertEquals(List.of(), List.copyOf(told));
        }
    }
}
