package io.coppice.backup.run;

import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Work on a thread of its own, whose reads and writes have a priority: ionice(1) sets it for that thread alone. */
final class InputOutput {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int IDLE = 8;
    private final Commands commands;
    private final int priority;

    /** @param priority 0 the highest to 7, and 8 for when nobody else reads or writes */
    InputOutput(Commands commands, int priority) {
        this.commands = commands;
        this.priority = priority;
    }

    /** Writing an archive. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException, StoreUnavailable;
    }

    /** Returns when it is done. A thread that is interrupted interrupts the work and waits for its end. */
    void run(Progress progress, Work work) throws IOException, InterruptedException, StoreUnavailable {
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().name("backup").daemon().start(() -> {
            try {
                lower(progress);
                work.run();
            } catch (Throwable e) {
                failed.set(e);
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            thread.join();
            throw e;
        }
        switch (failed.get()) {
            case null -> {}
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            case StoreUnavailable e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IOException("the archive was not written", e);
        }
    }

    /** Where it cannot be set the backup is made all the same, and says so. */
    private void lower(Progress progress) throws IOException, InterruptedException {
        String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
        try {
            Commands.Ended ended = commands.run(argv(thread), LIMIT);
            if (!ended.ok()) {
                progress.warn("the priority of input and output stays as it is: "
                        + ended.err().strip());
            }
        } catch (IOException e) {
            progress.warn("the priority of input and output stays as it is: " + e.getMessage());
        }
    }

    private List<String> argv(String thread) {
        return priority == IDLE
                ? List.of("ionice", "-c", "3", "-p", thread)
                : List.of("ionice", "-c", "2", "-n", "" + priority, "-p", thread);
    }
}
