package io.coppice.backup.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InputOutputTest {
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

    private static String priority() throws IOException, InterruptedException {
        String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
        return new HostCommands()
                .run(List.of("ionice", "-p", thread), Duration.ofSeconds(10))
                .out()
                .strip();
    }

    @Test
    void the_kernel_knows_the_priority_of_who_writes_and_of_nobody_else() throws Exception {
        String before = priority();
        AtomicReference<String> within = new AtomicReference<>("");
        for (int level : List.of(3, 8)) {
            new InputOutput(new HostCommands(), level).run(progress, () -> within.set(priority()));
            assertEquals(level == 8 ? "idle" : "best-effort: prio 3", within.get());
        }
        assertEquals(before, priority());
        assertEquals(List.of(), said);
    }

    @Test
    void without_the_program_the_work_is_done_and_a_warning_said() throws Exception {
        Commands none = (argv, limit) -> {
            throw new IOException("Cannot run program \"ionice\"");
        };
        AtomicBoolean done = new AtomicBoolean();
        new InputOutput(none, 7).run(progress, () -> done.set(true));
        assertTrue(done.get());
        assertTrue(said.getFirst().startsWith("WARN the priority"), said::toString);
    }

    @Test
    void what_goes_wrong_is_the_same_as_without_it() {
        InputOutput io = new InputOutput(new HostCommands(), 7);
        assertThrows(
                StoreUnavailable.class,
                () -> io.run(progress, () -> {
                    throw new StoreUnavailable("away");
                }));
        assertThrows(
                IOException.class,
                () -> io.run(progress, () -> {
                    throw new IOException("full");
                }));
        assertThrows(
                Refused.class,
                () -> io.run(progress, () -> {
                    throw Refused.conflict("no");
                }));
    }

    @Test
    void who_is_interrupted_interrupts_the_work_and_waits_for_its_end() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean seen = new AtomicBoolean();
        Thread task = Thread.ofVirtual().start(() -> {
            try {
                new InputOutput(new HostCommands(), 7).run(progress, () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        ended.set(true);
                    }
                });
            } catch (InterruptedException e) {
                seen.set(ended.get());
            } catch (IOException | StoreUnavailable e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await();
        task.interrupt();
        task.join();
        assertTrue(seen.get());
    }
}
