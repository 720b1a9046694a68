package io.coppice.store.seen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevisionGateTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final Store store = MemoryStore.steady();
    private final RevisionGate gate = new RevisionGate(store);

    @AfterEach
    void close() {
        gate.close();
        store.close();
    }

    private void write(String path) {
        store.submit(Change.by(Service.COMPUTE, "x").put(path, "1").build());
    }

    private Revision further(long by) {
        Revision now = store.image().revision();
        return new Revision(now.incarnation(), now.number() + by);
    }

    @Test
    void who_waits_goes_on_with_the_change_and_looked_only_when_something_changed() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return RevisionGate.await(
                        store,
                        image -> {
                            looks.incrementAndGet();
                            return image.find("ha/b").isPresent();
                        },
                        LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        write("ha/a");
        write("ha/b");
        assertTrue(waiting.get(10, TimeUnit.SECONDS));
        assertTrue(looks.get() <= 8, () -> "looked " + looks.get() + " times");
    }

    @Test
    void what_does_not_come_is_waited_for_no_longer_than_was_said() throws Exception {
        long begun = System.nanoTime();
        assertFalse(gate.await(image -> false, Duration.ofMillis(50)));
        assertTrue(System.nanoTime() - begun >= 50_000_000);
        assertTrue(gate.await(image -> true, Duration.ZERO));
    }

    @Test
    void a_revision_that_is_here_or_is_none_is_not_waited_for_and_one_of_another_incarnation_is_not_behind()
            throws Exception {
        write("ha/a");
        Revision other = new Revision(UUID.randomUUID(), 1);
        for (String text : List.of(gate.revision(), "", "nonsense", "1-2")) {
            gate.await(text, LONG);
            assertFalse(gate.isBehind(text), text);
        }
        assertFalse(gate.isBehind(other.toString()));
        String next = further(1).toString();
        assertTrue(gate.isBehind(next));
        write("ha/b");
        gate.await(next, LONG);
        assertFalse(gate.isBehind(next));
    }

    @Test
    void revisions_are_read_as_they_are_printed() {
        Revision now = store.image().revision();
        assertEquals(Optional.of(now), Revision.parse(now.toString()));
        assertEquals(Optional.empty(), Revision.parse(now + "x"));
        assertTrue(further(1).reaches(now));
        assertFalse(now.reaches(further(1)));
        assertFalse(now.reaches(new Revision(UUID.randomUUID(), 0)));
    }
}
