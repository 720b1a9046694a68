package io.coppice.servicekit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tasks where nothing can be decided. */
class WithoutQuorumTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WHY = "too few are within reach";

    record In(String what) {}

    private record Kind(String type, boolean needsQuorum) implements TaskKind<In> {
        @Override
        public Class<In> params() {
            return In.class;
        }

        @Override
        public List<Step> steps(In in, TaskContext me) {
            return List.of(Step.step("do", progress -> {}, progress -> {}));
        }
    }

    @TempDir
    Path dir;

    private final Kind create = new Kind("create", true);
    private final Kind stop = new Kind("stop", false);
    private final MemoryStore store = MemoryStore.steady();
    private final Caller root =
            new Caller(new Identity.Internal("root@pam"), (path, privilege) -> true, new Credential.None(), "");
    private volatile Optional<String> lack = Optional.of(WHY);
    private TaskFolder folder;
    private TaskRunner runner;

    @BeforeEach
    void open() throws IOException {
        folder = new TaskFolder(dir.resolve("tasks"));
        TaskVault vault = new TaskVault(store, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        runner = new TaskRunner(
                        folder, new NodeName("pve1"), v -> new Ownership.Standing.Nowhere(), vault, Clock.systemUTC())
                .refusing(() -> lack)
                .register(create)
                .register(stop);
    }

    @AfterEach
    void close() {
        runner.close();
        store.close();
    }

    private String end(Upid upid) throws Exception {
        return runner.awaitEnd(upid, SOON).orElseThrow();
    }

    @Test
    void who_asks_for_one_that_needs_a_quorum_is_refused_at_once_and_nothing_is_kept() throws Exception {
        Refused refused = assertThrows(Refused.class, () -> runner.start(create, new In("x"), "", root, Queue.none()));
        assertEquals(WHY, refused.failure().text());
        assertTrue(folder.all().isEmpty());
        lack = Optional.empty();
        assertEquals("OK", end(runner.start(create, new In("x"), "", root, Queue.none())));
    }

    @Test
    void others_are_done_and_the_products_own_wait_for_it() throws Exception {
        assertEquals("OK", end(runner.start(stop, new In("x"), "", root, Queue.none())));
        assertEquals("OK", end(runner.start(create, new In("x"), "", "system:compute@pve1", Queue.none())));
    }
}
