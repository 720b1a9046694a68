package io.coppice.servicekit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRunnerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Queue GUEST = Queue.guest(new Vmid(100));

    record Inputs(
            Vmid vmid,
            Optional<String> note,
            List<String> disks,
            boolean force,
            @Secret String password) {}

    /** Steps that a test makes up. */
    record Made(String type, java.util.function.Function<Inputs, List<Step>> make) implements TaskKind<Inputs> {
        @Override
        public Class<Inputs> params() {
            return Inputs.class;
        }

        @Override
        public List<Step> steps(Inputs params, TaskContext me) {
            return make.apply(params);
        }
    }

    @TempDir
    Path dir;

    private final Inputs inputs = new Inputs(new Vmid(100), Optional.of("hi"), List.of("a", "b"), true, "geheim");
    private final ConcurrentLinkedQueue<String> did = new ConcurrentLinkedQueue<>();
    private final MemoryStore store = new MemoryStore();
    private TaskVault vault;
    private TaskFolder folder;
    private TaskRunner runner;

    @BeforeEach
    void open() throws IOException {
        folder = new TaskFolder(dir.resolve("tasks"));
        vault = new TaskVault(store, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        runner = runner();
    }

    @AfterEach
    void close() {
        runner.close();
        store.close();
    }

    private TaskRunner runner() {
        return new TaskRunner(
                folder, new NodeName("pve1"), v -> new Ownership.Standing.Nowhere(), vault, Clock.systemUTC());
    }

    private Made kind(String type, Step... steps) {
        Made kind = new Made(type, p -> List.of(steps));
        runner.register(kind);
        return kind;
    }

    private Step says(String name) {
        return Step.step(name, p -> did.add(name), p -> did.add("undo " + name));
    }

    private Upid start(Made kind, Queue queue) {
        return runner.start(kind, inputs, "100", "root@pam", queue);
    }

    @Test
    void a_task_runs_to_its_end_and_tells_how() throws Exception {
        Made kind = new Made("qmnote", p -> List.of(Step.step("say", w -> w.log(p + ""), w -> {})));
        runner.register(kind);
        Upid upid = start(kind, Queue.none());
        assertEquals(Optional.of("OK"), runner.awaitEnd(upid, SOON));
        Tasks tasks = new Tasks(folder);
        assertEquals(List.of(inputs.toString(), "TASK OK"), tasks.log(upid));
        assertEquals("OK", tasks.find(upid).orElseThrow().end().orElseThrow().status());
        assertTrue(upid.toString().matches("UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmnote:100:root@pam:"));
    }

    @Test
    void secret_inputs_lie_sealed_in_the_store_alone_and_go_with_the_end() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Made kind = new Made(
                "qmwait",
                p -> List.of(Step.step(
                        "wait",
                        w -> {
                            go.await();
                            did.add(p.password());
                        },
                        w -> {})));
        runner.register(kind);
        Upid upid = start(kind, Queue.none());
        assertEquals(List.of(), filesWith("geheim"));
        Document kept = store.image().below("priv/tasks/").getFirst();
        assertEquals("priv/tasks/task-pve1-" + TaskContext.serial(upid) + "/compute", kept.path());
        assertTrue(Sealer.isSealed(kept.text()));
        go.countDown();
        runner.awaitEnd(upid, SOON);
        assertEquals(List.of("geheim"), List.copyOf(did));
        assertEquals(List.of(), store.image().below("priv/tasks/"));
    }

    @Test
    void a_task_into_which_somebody_wrote_another_actor_is_not_gone_on_with() throws Exception {
        Made kind = kind("qmforever", Step.step("wait", p -> new CountDownLatch(1).await(), p -> did.add("undone")));
        Upid upid = start(kind, Queue.none());
        runner.close();
        Path file = folder.files(upid).folder().resolve("task.json");
        Files.writeString(file, Files.readString(file).replace("\"actor\":\"root@pam\"", "\"actor\":\"eve@pve\""));
        runner = runner();
        Step next = Step.step("wait", p -> did.add("done"), p -> did.add("undone"));
        runner.register(new Made("qmforever", p -> List.of(next)));
        runner.resume();
        assertEquals(Optional.empty(), runner.awaitEnd(upid, SOON));
        assertEquals(List.of(), List.copyOf(did));
    }

    @Test
    void secret_inputs_of_no_unfinished_task_are_swept_at_a_start() throws Exception {
        Made kind = kind("qmforever", Step.step("wait", p -> new CountDownLatch(1).await(), p -> {}));
        Upid upid = start(kind, Queue.none());
        String others = "priv/tasks/task-pve2-1/compute";
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .put("priv/tasks/task-pve1-0/compute", "x")
                .put(others, "x")
                .build());
        runner.close();
        runner = runner();
        runner.register(kind);
        runner.resume();
        assertEquals(
                List.of("priv/tasks/task-pve1-" + TaskContext.serial(upid) + "/compute", others),
                store.image().below("priv/tasks/").stream().map(Document::path).toList());
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> {
                        try {
                            return Files.readString(f).contains(text);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .toList();
        }
    }

    @Test
    void what_was_taken_back_is_not_said_to_be_unknown() throws Exception {
        String away = "node 'pve2' went out of reach before it answered";
        Made kind = kind(
                "qmaway",
                Step.step(
                        "ask",
                        p -> {
                            throw new Refused(new Failure.NoAnswer(away + Failure.UNKNOWN + "; look when it is back"));
                        },
                        p -> did.add("undo")));
        Upid upid = start(kind, Queue.none());
        assertEquals(Optional.of(away), runner.awaitEnd(upid, SOON));
        assertEquals(List.of("undo"), List.copyOf(did));
    }

    @Test
    void what_failed_is_undone_in_reverse_and_warnings_are_counted() throws Exception {
        Made fails = kind(
                "qmfail",
                says("one"),
                Step.step(
                        "two",
                        p -> {
                            throw new IOException("no space\nleft");
                        },
                        p -> did.add("undo two")));
        Upid upid = start(fails, GUEST);
        assertEquals(Optional.of("no space left"), runner.awaitEnd(upid, SOON));
        assertEquals(List.of("one", "undo two", "undo one"), List.copyOf(did));
        assertEquals("TASK ERROR: no space left", new Tasks(folder).log(upid).getLast());
        Made warns = kind("qmwarn", Step.step("warn", p -> p.warn("old"), p -> {}));
        assertEquals(Optional.of("WARNINGS: 1"), runner.awaitEnd(start(warns, GUEST), SOON));
    }

    @Test
    void an_undo_that_fails_stops_the_task_and_shows() throws Exception {
        CountDownLatch marked = new CountDownLatch(1);
        TaskKind<Inputs> kind = new TaskKind<>() {
            @Override
            public String type() {
                return "qmstuck";
            }

            @Override
            public Class<Inputs> params() {
                return Inputs.class;
            }

            @Override
            public List<Step> steps(Inputs params, TaskContext me) {
                return List.of(says("one"), Step.step("two", p -> failWith("broken"), p -> failWith("worse")));
            }

            @Override
            public void undoFailed(Inputs params, TaskContext me, String why) {
                marked.countDown();
            }
        };
        runner.register(kind);
        Upid upid = runner.start(kind, inputs, "100", "root@pam", GUEST);
        assertEquals(Optional.of("broken; and undo of 'two' failed: worse"), runner.awaitEnd(upid, SOON));
        assertEquals(0, marked.getCount());
        assertEquals(List.of("one"), List.copyOf(did));
    }

    private static void failWith(String text) throws IOException {
        throw new IOException(text);
    }

    @Test
    void tasks_of_a_guest_stand_in_line_and_a_hard_stop_does_not() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Upid first = start(kind("qmshutdown", Step.step("wait", p -> go.await(), p -> {})), GUEST);
        Upid second = start(kind("qmstart", says("start")), GUEST);
        Upid stop = start(kind("qmstop", says("stop")), GUEST.atOnce());
        assertEquals(Optional.of("OK"), runner.awaitEnd(stop, SOON));
        assertEquals(List.of("stop"), List.copyOf(did));
        go.countDown();
        assertEquals(Optional.of("OK"), runner.awaitEnd(first, SOON));
        assertEquals(Optional.of("OK"), runner.awaitEnd(second, SOON));
        assertEquals(
                "waiting for qmshutdown of root@pam to finish",
                new Tasks(folder).log(second).getFirst());
    }

    @Test
    void a_ninth_task_in_line_is_refused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Made kind = kind("qmwait", Step.step("wait", p -> go.await(), p -> {}));
        for (int i = 0; i < 9; i++) {
            start(kind, GUEST);
        }
        assertThrows(Refused.class, () -> start(kind, GUEST));
        go.countDown();
    }

    @Test
    void a_stop_from_outside_takes_the_task_back_unless_it_is_past_its_pivot() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(2);
        Upid waits = start(
                kind(
                        "qmwait",
                        says("one"),
                        Step.step(
                                "wait",
                                p -> {
                                    there.countDown();
                                    never.await();
                                },
                                p -> did.add("undo wait"))),
                Queue.none());
        CountDownLatch go = new CountDownLatch(1);
        Upid pivots = start(
                kind("qmdestroy", Step.pivot("delete", p -> {
                    there.countDown();
                    go.await();
                })),
                Queue.none());
        assertTrue(there.await(20, TimeUnit.SECONDS));
        Tasks tasks = new Tasks(folder);
        tasks.stop(waits);
        assertEquals(Optional.of("received interrupt"), runner.awaitEnd(waits, SOON));
        assertEquals(List.of("one", "undo wait", "undo one"), List.copyOf(did));
        assertThrows(Refused.class, () -> tasks.stop(pivots));
        assertThrows(Refused.class, () -> runner.cancel(pivots));
        go.countDown();
        assertEquals(Optional.of("OK"), runner.awaitEnd(pivots, SOON));
    }

    @Test
    void what_a_stopped_service_left_goes_on_with_the_next() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Upid upid = start(
                kind(
                        "qmlong",
                        says("one"),
                        Step.step(
                                "two",
                                p -> {
                                    there.countDown();
                                    never.await();
                                },
                                p -> did.add("undo two"))),
                GUEST);
        assertTrue(there.await(20, TimeUnit.SECONDS));
        runner.close();
        assertFalse(new Tasks(folder).find(upid).orElseThrow().end().isPresent());
        runner = runner();
        kind("qmlong", says("never again"), says("two"));
        runner.resume();
        assertEquals(Optional.of("OK"), runner.awaitEnd(upid, SOON));
        assertEquals(List.of("one", "two"), List.copyOf(did));
    }

    @Test
    void a_folder_that_cannot_be_read_keeps_no_other_task_from_going_on() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Upid upid = start(kind("qmlong", Step.step("wait", p -> wait(there, never), p -> {})), GUEST);
        assertTrue(there.await(20, TimeUnit.SECONDS));
        runner.close();
        Path broken = Files.createDirectory(dir.resolve("tasks/FFFFFFFF-00000001-00000001"));
        Files.writeString(broken.resolve("task.json"), "{");
        runner = runner();
        kind("qmlong", says("wait"));
        runner.resume();
        assertEquals(Optional.of("OK"), runner.awaitEnd(upid, SOON));
        assertEquals(1, new Tasks(folder).all().size());
    }

    private static void wait(CountDownLatch there, CountDownLatch until) throws InterruptedException {
        there.countDown();
        until.await();
    }

    @Test
    void a_short_change_waits_for_the_tasks_of_its_guest() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        start(kind("qmwait", Step.step("wait", p -> go.await(), p -> did.add("never"))), GUEST);
        Thread opener = Thread.ofVirtual().start(go::countDown);
        assertEquals("changed", runner.exclusively(new Vmid(100), () -> "changed"));
        opener.join();
    }
}
