package io.coppice.servicekit.task;

import io.coppice.contract.event.TaskEvents;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.Outbox;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of tasks. Their folders are the intents: what an earlier process could not tell any more is told when they are
 * resumed, once.
 */
final class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private final Optional<Outbox> outbox;

    Announcements(Optional<Outbox> outbox) {
        this.outbox = outbox;
    }

    void accepted(Accepted task) {
        Upid u = task.upid();
        outbox.ifPresent(o -> o.once(
                u + "/accepted",
                Instant.ofEpochSecond(u.startSeconds()),
                Happening.of(TaskEvents.ACCEPTED, new TaskEvents.Accepted(u, u.node(), u.type(), u.id()), task.actor())
                        .in(task.context().id())
                        .since(task.epoch())));
    }

    /** Nothing is told of one that has not ended. */
    void ended(TaskFiles files) {
        if (outbox.isEmpty()) {
            return;
        }
        try {
            Optional<Accepted> task = files.accepted();
            if (task.isPresent() && TaskState.replay(files.readJournal()) instanceof TaskState.Ended e) {
                Upid u = task.get().upid();
                accepted(task.get());
                outbox.get()
                        .once(
                                u + "/ended",
                                Instant.ofEpochSecond(e.seconds()),
                                Happening.of(
                                                TaskEvents.ENDED,
                                                new TaskEvents.Ended(u, u.node(), u.type(), u.id(), e.status()),
                                                task.get().actor())
                                        .in(task.get().context().id())
                                        .since(task.get().epoch()));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("that the task in {} ended is told at the next start: {}", files.folder(), e.getMessage());
        }
    }
}
