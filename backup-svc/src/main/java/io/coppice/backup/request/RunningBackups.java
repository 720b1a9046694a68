package io.coppice.backup.request;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskView;
import io.coppice.servicekit.task.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The backups that run on this node, for {@code stop}. */
public final class RunningBackups {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private final NodeName here;
    private final Tasks all;
    private final TaskRunner tasks;

    /** @param tasks runs them, all of them */
    public RunningBackups(NodeName here, Tasks all, TaskRunner tasks) {
        this.here = here;
        this.all = all;
        this.tasks = tasks;
    }

    /**
     * Takes them back, as if each was stopped by itself, and returns when they have ended. One that has its archive written and
     * only names it goes on to its end.
     *
     * @throws Refused where the caller may not stop one of them, and then none is; or they take longer than half a minute
     */
    void stop(Caller caller) throws IOException {
        try {
            stopAll(caller);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.conflict("interrupted while backups were stopped");
        }
    }

    private void stopAll(Caller caller) throws IOException, InterruptedException {
        List<Upid> running = new ArrayList<>();
        for (TaskView task : all.all()) {
            if (task.isRunning() && task.upid().type().equals("vzdump")) {
                if (!task.isOwn(caller.name())) {
                    caller.require("/nodes/" + here, "Sys.Modify");
                }
                running.add(task.upid());
            }
        }
        for (Upid task : running) {
            cancel(task);
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (Upid task : running) {
            Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
            if (tasks.awaitEnd(task, left).isEmpty()
                    && all.find(task).filter(TaskView::isRunning).isPresent()) {
                throw Refused.conflict("the backup " + task + " is being stopped, and has not ended yet; try again");
            }
        }
    }

    private void cancel(Upid task) {
        try {
            tasks.cancel(task);
        } catch (Refused e) {
            // it is past what can be taken back, and ends soon
        }
    }
}
