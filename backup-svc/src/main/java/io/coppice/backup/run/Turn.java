package io.coppice.backup.run;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One task of backups at a time on a node, the others in line. Kept by this process alone: after its end whoever goes on first
 * is first.
 */
public final class Turn {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private final Over over;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /** The first one's turn it is. */
    private final Deque<Upid> line = new ArrayDeque<>();

    /** Whether a task has ended, however: one that ended early leaves nobody waiting. */
    @FunctionalInterface
    public interface Over {
        boolean test(Upid task) throws IOException;
    }

    public Turn(Over over) {
        this.over = over;
    }

    /**
     * Returns when it is the task's turn, which it is until the task leaves or ends; at once where it is already.
     *
     * @throws Refused when it is not within this time
     */
    void take(Upid task, Duration atMost, Progress progress) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!line.contains(task)) {
                line.addLast(task);
            }
            if (!isOf(task)) {
                progress.log("trying to get global lock - waiting...");
                await(task, atMost, progress);
                progress.log("got global lock");
            }
        } finally {
            if (!isFirst(task)) {
                line.remove(task);
            }
            lock.unlock();
        }
    }

    private void await(Upid task, Duration atMost, Progress progress) throws IOException, InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (!isOf(task)) {
            progress.checkCancelled();
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw Refused.conflict(
                        "other backups of this node took longer than " + atMost.toMinutes() + " minutes ('lockwait')");
            }
            moved.awaitNanos(Math.min(left, LOOK_NANOS));
        }
    }

    private boolean isOf(Upid task) throws IOException {
        while (!line.isEmpty() && !isFirst(task) && over.test(line.getFirst())) {
            line.removeFirst();
        }
        return isFirst(task);
    }

    private boolean isFirst(Upid task) {
        return !line.isEmpty() && line.getFirst().equals(task);
    }

    /** The next one's turn begins. */
    void leave(Upid task) {
        lock.lock();
        try {
            line.remove(task);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
