package io.coppice.servicekit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.event.Outbox;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a service's tasks do at its end, and after it. */
@Timeout(120)
class ClosedRunnerTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final Duration SOON = Duration.ofSeconds(30);

    record In(String what) {}

    /** One step. */
    private record Once(Step step) implements TaskKind<In> {
        @Override
        public String type() {
            return "once";
        }

        @Override
        public Class<In> params() {
            return In.class;
        }

        @Override
        public List<Step> steps(In in, TaskContext me) {
            return List.of(step);
        }
    }

    @TempDir
    Path dir;

    private final ConcurrentLinkedQueue<String> did = new ConcurrentLinkedQueue<>();
    private final MemoryStore store = MemoryStore.steady();
    private TaskFolder folder;
    private TaskRunner runner;

    @BeforeEach
    void open() throws IOException {
        folder = new TaskFolder(dir.resolve("tasks"));
        runner = runner();
    }

    @AfterEach
    void close() {
        runner.close();
        store.close();
    }

    private TaskRunner runner() throws IOException {
        TaskVault vault = new TaskVault(store, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        return new TaskRunner(folder, HERE, v -> new Ownership.Standing.Nowhere(), vault, Clock.systemUTC());
    }

    private Once kind(Step.Work work) {
        Once kind = new Once(Step.step("do", work, p -> did.add("undone")));
        runner.register(kind);
        return kind;
    }

    private Upid start(Once kind) {
        return runner.start(kind, new In("x"), "", "root@pam", Queue.none());
    }

    @Test
    void a_task_is_not_accepted_by_a_service_that_stops() throws Exception {
        Once kind = kind(p -> did.add("done"));
        runner.close();
        Refused refused = assertThrows(Refused.class, () -> start(kind));
        assertEquals(new Failure.Unavailable(HERE, "the service stops; try again later"), refused.failure());
        assertEquals(List.of(), folder.all());
    }

    @Test
    void a_service_that_is_stopped_before_it_goes_on_with_its_tasks_leaves_them() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        start(kind(p -> {
            begun.countDown();
            new CountDownLatch(1).await();
        }));
        assertTrue(begun.await(SOON.toSeconds(), TimeUnit.SECONDS));
        runner.close();
        runner = runner();
        kind(p -> did.add("done"));
        runner.close();
        runner.resume();
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        assertEquals(List.of(), List.copyOf(did));
    }

    @Test
    void a_task_whose_end_is_being_told_has_not_ended_for_who_waits_for_it() throws Exception {
        Thread test = Thread.currentThread();
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Outbox outbox = new Outbox(dir.resolve("events"), "compute", HERE, InstantSource.system())) {
            outbox.onEvent(() -> {
                if (Thread.currentThread() != test) {
                    telling.countDown();
                    awaitUninterrupted(go);
                }
            });
            runner.announce(outbox);
            Upid upid = start(kind(p -> did.add("done")));
            assertTrue(telling.await(SOON.toSeconds(), TimeUnit.SECONDS));
            assertEquals(Optional.empty(), runner.awaitEnd(upid, Duration.ofMillis(200)));
            go.countDown();
            assertEquals(Optional.of("OK"), runner.awaitEnd(upid, SOON));
        }
    }

    private static void awaitUninterrupted(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
