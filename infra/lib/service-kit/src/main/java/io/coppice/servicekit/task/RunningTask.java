package io.coppice.servicekit.task;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A task while a process runs it: its thread, its log, and what others ask of it. */
final class RunningTask implements Surroundings, Progress {
    private final TaskLog log;
    private final Supplier<Optional<String>> lost;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition nudged = lock.newCondition();
    private @Nullable Thread interruptible;
    private boolean cancellable;
    private boolean cancelled;
    private boolean stopping;
    private @Nullable String pivot;

    RunningTask(TaskLog log, Supplier<Optional<String>> lost, Clock clock) {
        this.log = log;
        this.lost = lost;
        this.clock = clock;
    }

    /** Empty when it will be undone; else the step that it cannot go back behind. */
    Optional<String> cancel() {
        lock.lock();
        try {
            if (pivot != null) {
                return Optional.of(pivot);
            }
            cancelled = true;
            if (cancellable && interruptible != null) {
                interruptible.interrupt();
            }
            nudged.signalAll();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is begun; what runs goes on until {@link #stop}. */
    void beginNoMore() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
            if (interruptible != null) {
                interruptible.interrupt();
            }
            nudged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<String> lost() {
        return lost.get();
    }

    @Override
    public boolean cancelRequested() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean stopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void pivotReached(String step) {
        lock.lock();
        try {
            pivot = step;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void perform(Step.Work work, boolean mayCancel) throws Exception {
        lock.lock();
        try {
            if (stopping || (mayCancel && cancelled)) {
                throw new InterruptedException();
            }
            interruptible = Thread.currentThread();
            cancellable = mayCancel;
        } finally {
            lock.unlock();
        }
        try {
            work.run(this);
        } finally {
            lock.lock();
            try {
                interruptible = null;
                cancellable = false;
                Thread.interrupted();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            boolean asked = cancelled;
            while (left > 0 && !stopping && cancelled == asked) {
                left = nudged.awaitNanos(left);
            }
            if (stopping) {
                throw new InterruptedException("the service stops");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void log(String line) {
        log.line(line);
    }

    @Override
    public void warn(String line) {
        log.warn(line);
    }

    @Override
    public int warnings() {
        return log.warnings();
    }

    @Override
    public void logEnd(String line) {
        log.end(line);
    }

    @Override
    public long nowSeconds() {
        return TimeUnit.MILLISECONDS.toSeconds(clock.millis());
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        lock.lock();
        try {
            if (stopping || (cancellable && cancelled)) {
                throw new InterruptedException(Execution.CANCELLED);
            }
        } finally {
            lock.unlock();
        }
    }
}
