package io.coppice.metrics.send;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's queue and the thread that empties it. While the server is away batches wait, the oldest make room for newer
 * ones; what comes back to a server that is there again is at most what the queue holds.
 */
final class Sender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private final String name;
    private final Sink sink;
    private final Losses losses;
    private final long mostWaiting;
    private final Duration pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final Thread thread;
    private long bytes;
    private long lost;
    private boolean away;
    private boolean closed;

    /**
     * @param mostWaiting bytes that may wait
     * @param pause between two tries to reach a server that is away
     */
    Sender(String name, Sink sink, Losses losses, long mostWaiting, Duration pause) {
        this.name = name;
        this.sink = sink;
        this.losses = losses;
        this.mostWaiting = mostWaiting;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("metrics-" + name).start(this::run);
    }

    /** Never blocks for longer than a batch takes to be put down. */
    void offer(List<String> lines) {
        List<Batch> batches = Batch.of(lines, sink.mostBytes());
        lock.lock();
        try {
            for (Batch b : batches) {
                waiting.addLast(b);
                bytes += b.bytes().length;
            }
            while (bytes > mostWaiting) {
                Batch oldest = waiting.removeFirst();
                bytes -= oldest.bytes().length;
                lose(oldest);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long waitingBytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private void lose(Batch batch) {
        lost += batch.lines();
        losses.lost(name, batch.lines());
    }

    private void run() {
        try {
            while (true) {
                Batch next = take();
                if (next == null) {
                    return;
                }
                send(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Batch take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            Batch next = closed ? null : waiting.removeFirst();
            bytes -= next == null ? 0 : next.bytes().length;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void send(Batch batch) throws InterruptedException {
        try {
            sink.send(batch);
            losses.sent(name, batch.lines());
            reached();
        } catch (IOException e) {
            boolean again = !sink.isBlind() && !(e instanceof Sink.Rejected);
            failed(batch, again, String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        }
    }

    private void reached() {
        lock.lock();
        try {
            if (away) {
                LOG.info("metric server {} takes figures again; {} lines were lost meanwhile", name, lost);
            }
            away = false;
            lost = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Said once, until it is reached again. */
    private void failed(Batch batch, boolean again, String why) throws InterruptedException {
        lock.lock();
        try {
            if (!away) {
                LOG.warn(
                        "metric server {} takes no figures: {}; {}",
                        name,
                        why,
                        again ? "they wait, as long as there is room" : "they are lost");
            }
            away = true;
            if (!again) {
                lose(batch);
                return;
            }
            if (closed || bytes + batch.bytes().length > mostWaiting) {
                lose(batch);
            } else {
                waiting.addFirst(batch);
                bytes += batch.bytes().length;
            }
            long nanos = pause.toNanos();
            while (nanos > 0 && !closed) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What waits is given up. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.forEach(this::lose);
            waiting.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        sink.close();
    }
}
