package io.coppice.servicekit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.memory.Awakened;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier process left goes on only when this one has seen all that was decided meanwhile. */
class ResumedTaskTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final NodeName HERE = new NodeName("pve1");
    private static final Queue GUEST = Queue.guest(new Vmid(100));

    record Nothing() {}

    /** Steps that a test makes up. */
    record Made(String type, List<Step> made) implements TaskKind<Nothing> {
        @Override
        public Class<Nothing> params() {
            return Nothing.class;
        }

        @Override
        public List<Step> steps(Nothing params, TaskContext me) {
            return made;
        }
    }

    @TempDir
    Path dir;

    private final ConcurrentLinkedQueue<String> did = new ConcurrentLinkedQueue<>();
    private final MemoryStore store = new MemoryStore();
    private TaskFolder folder;
    private TaskRunner runner;

    @BeforeEach
    void open() throws IOException {
        folder = new TaskFolder(dir.resolve("tasks"));
        put("pve1");
        runner = runner(store);
    }

    @AfterEach
    void close() {
        runner.close();
        store.close();
    }

    private TaskRunner runner(Store seen) throws IOException {
        TaskVault vault = new TaskVault(seen, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        return new TaskRunner(folder, HERE, new StoreOwnership(seen, HERE), vault, Clock.systemUTC());
    }

    private void put(String node) {
        done(Change.by(Service.COMPUTE, "root@pam").put(config(node), "cores: 1\n"));
    }

    private void moveAway() {
        done(Change.by(Service.COMPUTE, "root@pam").delete(config("pve1")).put(config("pve2"), "cores: 1\n"));
    }

    private void done(Change.Builder change) {
        assertTrue(store.submit(change.build()) instanceof Outcome.Done);
    }

    private static String config(String node) {
        return "nodes/" + node + "/qemu-server/100.conf";
    }

    private Step says(String name) {
        return Step.step(name, p -> did.add(name), p -> did.add("undo " + name));
    }

    /** Begins a task that does not end by itself, and returns when it has begun. */
    private Upid begin(String type, Queue queue) throws InterruptedException {
        CountDownLatch there = new CountDownLatch(1);
        Made kind = new Made(
                type,
                List.of(Step.step(
                        "wait",
                        p -> {
                            there.countDown();
                            new CountDownLatch(1).await();
                        },
                        p -> did.add("undo"))));
        runner.register(kind);
        Upid upid = runner.start(kind, new Nothing(), "100", "root@pam", queue);
        assertTrue(there.await(20, TimeUnit.SECONDS));
        return upid;
    }

    private Upid line(String type) {
        Made kind = new Made(type, List.of(says(type)));
        runner.register(kind);
        return runner.start(kind, new Nothing(), "100", "root@pam", GUEST);
    }

    private void resume(Store seen, String... types) throws IOException {
        runner = runner(seen);
        for (String type : types) {
            runner.register(new Made(type, List.of(says(type))));
        }
        runner.resume();
    }

    @Test
    void one_whose_guest_went_meanwhile_touches_nothing() throws Exception {
        Upid begun = begin("qmlong", GUEST);
        Upid waiting = line("qmlater");
        runner.close();
        Store started = new Awakened(store);
        moveAway();
        store.become(MemoryStore.Mood.ALONE);
        resume(started, "qmlong", "qmlater");
        assertEquals(Optional.empty(), runner.awaitEnd(begun, Duration.ofSeconds(3)), "it waits for the truth");
        assertEquals(
                "waiting for the store: no quorum", new Tasks(folder).log(begun).getLast());
        store.become(MemoryStore.Mood.WELL);
        String lost = "guest 100 belongs to node 'pve2' now; nothing more is touched here";
        assertEquals(Optional.of(lost), runner.awaitEnd(begun, SOON));
        assertEquals(Optional.of(lost), runner.awaitEnd(waiting, SOON));
        assertEquals(List.of(), List.copyOf(did));
    }

    @Test
    void one_whose_guest_is_still_here_goes_on_with_one_change_for_all() throws Exception {
        Upid begun = begin("qmlong", GUEST);
        Upid waiting = line("qmlater");
        runner.close();
        long before = store.image().revision().number();
        resume(new Awakened(store), "qmlong", "qmlater");
        assertEquals(Optional.of("OK"), runner.awaitEnd(begun, SOON));
        assertEquals(Optional.of("OK"), runner.awaitEnd(waiting, SOON));
        assertEquals(List.of("qmlong", "qmlater"), List.copyOf(did));
        assertEquals(before + 1, store.image().revision().number());
    }

    @Test
    void one_that_has_not_begun_is_cancelled_without_the_store() throws Exception {
        begin("qmlong", GUEST);
        Upid waiting = line("qmlater");
        runner.close();
        store.become(MemoryStore.Mood.ALONE);
        resume(store, "qmlater");
        assertEquals(Optional.empty(), runner.awaitEnd(waiting, Duration.ofSeconds(1)));
        runner.cancel(waiting);
        assertEquals(Optional.of("received interrupt"), runner.awaitEnd(waiting, SOON));
        assertEquals(List.of(), List.copyOf(did));
    }

    @Test
    void a_service_that_stops_leaves_one_that_waits_as_it_is() throws Exception {
        Upid begun = begin("qmlong", GUEST);
        runner.close();
        store.become(MemoryStore.Mood.AWAY);
        resume(store, "qmlong");
        assertEquals(Optional.empty(), runner.awaitEnd(begun, Duration.ofMillis(300)));
        runner.close();
        store.become(MemoryStore.Mood.WELL);
        resume(store, "qmlong");
        assertEquals(Optional.of("OK"), runner.awaitEnd(begun, SOON));
    }
}
