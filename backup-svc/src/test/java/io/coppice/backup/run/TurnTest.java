package io.coppice.backup.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.task.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String WAITS = "trying to get global lock - waiting...";
    private final Set<Upid> over = ConcurrentHashMap.newKeySet();
    private final Turn turn = new Turn(over::contains);
    private final List<String> said = new CopyOnWriteArrayList<>();

    private final Progress progress = new Progress() {
        @Override
        public void log(String line) {
            said.add(line);
        }

        @Override
        public void warn(String line) {
            said.add("WARN " + line);
        }

        @Override
        public void checkCancelled() {
            // nobody cancels
        }
    };

    private static Upid task(int number) {
        return new Upid(new NodeName("pve1"), number, 1, 1_700_000_000, "vzdump", "", "root@pam");
    }

    private CompletableFuture<Upid> waiting(Upid task) {
        int before = said.size();
        CompletableFuture<Upid> taken = CompletableFuture.supplyAsync(
                () -> {
                    assertDoesNotThrow(() -> turn.take(task, LONG, progress));
                    return task;
                },
                Thread::startVirtualThread);
        while (said.size() == before && !taken.isDone()) {
            Thread.onSpinWait();
        }
        return taken;
    }

    @Test
    void tasks_come_one_after_the_other_in_the_order_in_which_they_asked() throws Exception {
        turn.take(task(1), LONG, progress);
        CompletableFuture<Upid> second = waiting(task(2));
        CompletableFuture<Upid> third = waiting(task(3));
        assertEquals(List.of(WAITS, WAITS), said);
        turn.take(task(1), Duration.ZERO, progress);
        turn.leave(task(1));
        assertEquals(task(2), second.get(10, TimeUnit.SECONDS));
        assertTrue(!third.isDone());
        turn.leave(task(2));
        assertEquals(task(3), third.get(10, TimeUnit.SECONDS));
        assertEquals(List.of(WAITS, WAITS, "got global lock", "got global lock"), said);
    }

    @Test
    void one_that_waited_as_long_as_it_may_fails_and_keeps_nobody_waiting() throws Exception {
        turn.take(task(1), LONG, progress);
        Refused late = assertThrows(Refused.class, () -> turn.take(task(2), Duration.ofMillis(30), progress));
        assertTrue(late.getMessage().contains("'lockwait'"), late::getMessage);
        turn.leave(task(1));
        turn.take(task(3), Duration.ZERO, progress);
    }

    @Test
    void a_task_that_ended_without_leaving_is_passed_over() throws Exception {
        turn.take(task(1), LONG, progress);
        CompletableFuture<Upid> second = waiting(task(2));
        over.add(task(1));
        assertEquals(task(2), second.get(10, TimeUnit.SECONDS));
    }
}
