package io.coppice.node.task;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.task.TaskView;
import io.coppice.servicekit.task.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits for the ends of tasks, on the caller's virtual thread: the event that tells of an end wakes it. */
final class TaskEnds {
    /** How often what services in processes of their own tell is looked for: it wakes nobody here. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    /** So many wait at a time; who comes then is answered at once, as without a wait. */
    private static final int MOST = 1_000;

    private final Tasks tasks;
    private final EventLogs logs;
    private final Semaphore places = new Semaphore(MOST);

    TaskEnds(Tasks tasks, EventLogs logs) {
        this.tasks = tasks;
        this.logs = logs;
    }

    /** @throws Refused where there is no such task */
    TaskView found(Upid upid) throws IOException {
        return tasks.find(upid).orElseThrow(() -> Refused.badParameter("upid", "no such task"));
    }

    /** The task when it has ended, or as it is after so long. */
    TaskView await(Upid upid, int seconds) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long seen = logs.seen();
        TaskView task = found(upid);
        if (seconds == 0 || !task.isRunning() || !places.tryAcquire()) {
            return task;
        }
        try {
            long left = deadline - System.nanoTime();
            while (task.isRunning() && left > 0) {
                logs.awaitMore(seen, Duration.ofNanos(Math.min(left, GLANCE.toNanos())));
                seen = logs.seen();
                task = found(upid);
                left = deadline - System.nanoTime();
            }
            return task;
        } finally {
            places.release();
        }
    }
}
