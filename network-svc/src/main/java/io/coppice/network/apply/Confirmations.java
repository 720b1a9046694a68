package io.coppice.network.apply;

import io.coppice.contract.failure.Refused;
import io.coppice.network.file.NetworkFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes that wait for somebody to say that the network still works. When they go back stands on disk, so that a process
 * that was killed goes on waiting, or goes back when the time is over. Nobody waits longer than the full time in one process,
 * however the host's clock is set meanwhile: it may have been the change that cut the host off from what sets it.
 */
public final class Confirmations {
    /** How long somebody has, who may have to log in anew over another way. */
    public static final Duration TIME = Duration.ofSeconds(60);

    private final Path folder;
    private final Clock clock;
    private final Duration time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition said = lock.newCondition();

    /** When each goes back, by {@link System#nanoTime}. */
    private final Map<String, Long> waiting = new HashMap<>();

    /** @param folder where deadlines are kept; the service's own */
    public Confirmations(Path folder, Clock clock, Duration time) {
        this.folder = folder;
        this.clock = clock;
        this.time = time;
    }

    /**
     * Waits until it is confirmed.
     *
     * @param task whose change it is
     * @throws IOException when the time is over
     * @throws InterruptedException when the task is cancelled
     */
    void await(String task) throws IOException, InterruptedException {
        long until = System.nanoTime() + left(task).toNanos();
        lock.lockInterruptibly();
        try {
            waiting.put(task, until);
            while (!Files.exists(confirmed(task))) {
                long nanos = until - System.nanoTime();
                if (nanos <= 0) {
                    throw new IOException("the change was not confirmed within " + time.toSeconds()
                            + " s, so the network goes back to what it was");
                }
                said.awaitNanos(nanos);
            }
        } finally {
            waiting.remove(task);
            lock.unlock();
        }
    }

    /** The full time, or what a former process left of it. More than that is left only where the clock was set back since. */
    private Duration left(String task) throws IOException {
        Path file = folder.resolve(task + ".until");
        Optional<String> kept = NetworkFiles.read(file);
        long now = clock.millis();
        if (kept.isPresent()) {
            Duration left = Duration.ofMillis(Long.parseLong(kept.get().strip()) - now);
            if (left.compareTo(time) <= 0) {
                return left;
            }
        }
        NetworkFiles.write(file, Long.toString(now + time.toMillis()));
        return time;
    }

    private Path confirmed(String task) {
        return folder.resolve(task + ".confirmed");
    }

    /** Whatever waits is kept; on disk when this returns. */
    void confirm() throws IOException {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                throw Refused.conflict("no change of the network waits to be confirmed");
            }
            for (String task : waiting.keySet()) {
                NetworkFiles.write(confirmed(task), "");
            }
            said.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When what waits goes back, Unix milliseconds by the clock as it is set now. */
    Optional<Long> until() {
        lock.lock();
        try {
            long nanos = System.nanoTime();
            return waiting.values().stream()
                    .map(until -> until - nanos)
                    .min(Long::compare)
                    .map(left -> clock.millis() + TimeUnit.NANOSECONDS.toMillis(left));
        } finally {
            lock.unlock();
        }
    }

    /** Nothing happens where nothing was kept. */
    void forget(String task) throws IOException {
        Files.deleteIfExists(folder.resolve(task + ".until"));
        Files.deleteIfExists(confirmed(task));
    }
}
