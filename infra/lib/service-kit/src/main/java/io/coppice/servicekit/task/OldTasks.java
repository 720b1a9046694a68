package io.coppice.servicekit.task;

import io.coppice.servicekit.reconcile.Reconciler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the newest thousand ended tasks and all of the last seven days; what is older goes, and so do leavings. */
public final class OldTasks implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(OldTasks.class);
    private static final int NEWEST = 1000;
    private static final Duration YOUNG = Duration.ofDays(7);
    private static final Duration LEAVINGS = Duration.ofDays(1);
    private final TaskFolder folder;
    private final Clock clock;

    public OldTasks(TaskFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public void reconcile() throws IOException {
        int ended = 0;
        for (TaskFiles files : folder.all()) {
            try {
                Optional<Accepted> task = files.accepted();
                if (task.isEmpty()) {
                    removeIf(isOlder(Files.getLastModifiedTime(files.folder()).toMillis(), LEAVINGS), files);
                } else if (TaskState.replay(files.readJournal()) instanceof TaskState.Ended e) {
                    removeIf(++ended > NEWEST && isOlder(e.seconds() * 1000, YOUNG), files);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("the task in {} cannot be read or removed", files.folder(), e);
            }
        }
    }

    private static void removeIf(boolean old, TaskFiles files) throws IOException {
        if (old) {
            remove(files.folder());
        }
    }

    private boolean isOlder(long millis, Duration age) {
        return clock.millis() - millis > age.toMillis();
    }

    /** {@code task.json} goes first: half removed, it is a leaving and no task. */
    private static void remove(Path task) throws IOException {
        Files.deleteIfExists(task.resolve("task.json"));
        List<Path> rest;
        try (Stream<Path> files = Files.list(task)) {
            rest = files.toList();
        }
        for (Path file : rest) {
            Files.deleteIfExists(file);
        }
        Files.delete(task);
    }
}
