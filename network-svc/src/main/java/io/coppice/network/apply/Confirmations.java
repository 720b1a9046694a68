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
 * that was killed goes on waiting, or goes back when the time is over.
 */
public final class Confirmations {
    /** How long somebody has, who may have to log in anew over another way. */
    public static final Duration TIME = Duration.ofSeconds(60);

    private final Path folder;
    private final Clock clock;
    private final Duration time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition said = lock.newCondition();
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
        long until = deadline(task);
        lock.lockInterruptibly();
        try {
            waiting.put(task, until);
            while (!Files.exists(confirmed(task))) {
                long millis = until - clock.millis();
                if (millis <= 0) {
                    throw new IOException("the change was not confirmed within " + time.toSeconds()
                            + " s, so the network goes back to what it was");
                }
                said.await(millis, TimeUnit.MILLISECONDS);
            }
        } finally {
            waiting.remove(task);
            lock.unlock();
        }
    }

    private long deadline(String task) throws IOException {
        Path file = folder.resolve(task + ".until");
        Optional<String> kept = NetworkFiles.read(file);
        if (kept.isPresent()) {
            return Long.parseLong(kept.get().strip());
        }
        long until = clock.millis() + time.toMillis();
        NetworkFiles.write(file, Long.toString(until));
        return until;
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

    /** When what waits goes back, Unix milliseconds. */
    Optional<Long> until() {
        lock.lock();
        try {
            return waiting.values().stream().min(Long::compare);
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
