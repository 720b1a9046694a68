package io.coppice.servicekit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskMarksTest {
    record In(String what) {}

    private final CountDownLatch go = new CountDownLatch(1);
    private final NodeName here = new NodeName("pve1");
    private TaskRunner runner;
    private TaskMarks marks;

    @TempDir
    private Path folder;

    private final TaskKind<In> kind = new TaskKind<>() {
        @Override
        public String type() {
            return "waits";
        }

        @Override
        public Class<In> params() {
            return In.class;
        }

        @Override
        public List<Step> steps(In in, TaskContext me) {
            return List.of(Step.step("wait", p -> go.await(), p -> {}));
        }
    };

    @BeforeEach
    void open() throws IOException {
        TaskFolder tasks = new TaskFolder(folder.resolve("tasks"));
        TaskVault vault =
                new TaskVault(new MemoryStore(), Sealer.withKeyring(folder.resolve("keyring")), Service.STORAGE);
        runner = new TaskRunner(tasks, here, v -> new Ownership.Standing.Nowhere(), vault, Clock.systemUTC())
                .register(kind);
        marks = new TaskMarks(tasks, here);
    }

    @AfterEach
    void close() {
        go.countDown();
        runner.close();
    }

    private static String mark(Upid upid) {
        return new TaskContext(upid, "root@pam").id();
    }

    @Test
    void a_mark_is_over_when_its_task_has_ended_and_not_before() throws Exception {
        Upid upid = runner.start(kind, new In("a"), "", "root@pam", Queue.none());
        assertFalse(marks.isOver(mark(upid)));
        assertTrue(marks.runs("waits"));
        assertFalse(marks.runs("others"));
        go.countDown();
        assertEquals(Optional.of("OK"), runner.awaitEnd(upid, Duration.ofSeconds(30)));
        assertTrue(marks.isOver(mark(upid)));
        assertFalse(marks.runs("waits"));
    }

    @Test
    void a_forgotten_task_is_over_and_another_nodes_is_not_for_us_to_say() throws Exception {
        assertTrue(marks.isOver("task-pve1-0000000A-0000000B-0000000C"));
        assertFalse(marks.isOver("task-pve2-0000000A-0000000B-0000000C"));
        assertFalse(marks.isOver("task-pve1-x-0000000A-0000000B-0000000C"));
        assertFalse(marks.isOver("something else"));
        assertFalse(marks.isOver(""));
    }

    @Test
    void a_task_that_cannot_be_read_or_was_not_accepted_yet_may_be_anything() throws Exception {
        Path begun = Files.createDirectory(folder.resolve("tasks/0000000A-0000000B-0000000C"));
        assertFalse(marks.isOver("task-pve1-0000000A-0000000B-0000000C"));
        Files.writeString(begun.resolve("task.json"), "{ torn");
        assertThrows(Exception.class, () -> marks.isOver("task-pve1-0000000A-0000000B-0000000C"));
        assertThrows(Exception.class, () -> marks.runs("waits"));
    }
}
