package io.coppice.store.raft;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Which leader was heard of last, and when. Thread-safe. */
final class Contact {
    /** After it, nobody is taken for the leader any more. */
    static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Last(Optional<String> leader, long nanos) {}

    private volatile Last last = new Last(Optional.empty(), System.nanoTime());
    private volatile boolean ever;
    private volatile CompletableFuture<Void> another = new CompletableFuture<>();

    void heard(String leader) {
        Last before = last;
        last = new Last(Optional.of(leader), System.nanoTime());
        ever = true;
        if (!before.leader().equals(last.leader())) {
            CompletableFuture<Void> waiting = another;
            another = new CompletableFuture<>();
            waiting.complete(null);
        }
    }

    /** This one led and does so no more: it was heard until now. */
    void ended(String leader) {
        Last before = last;
        if (before.leader().filter(leader::equals).isPresent()) {
            last = new Last(Optional.empty(), before.nanos());
        }
    }

    Optional<String> leader() {
        Last now = last;
        return System.nanoTime() - now.nanos() < KNOWN_NANOS ? now.leader() : Optional.empty();
    }

    /**
     * Whether one was heard since this process began.
     *
     * @param within how long the first is waited for
     */
    boolean hasHeard(Duration within) throws InterruptedException {
        CompletableFuture<Void> first = another;
        if (!ever) {
            try {
                first.get(within.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return ever;
            }
        }
        return true;
    }

    /** For how long none was heard; in the beginning, since this process began. */
    Duration silence() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - last.nanos()));
    }

    /** Completes when another one leads. */
    CompletableFuture<Void> another() {
        return another;
    }
}
