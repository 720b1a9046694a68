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

    /**
     * Who leads, and when that is over, as of one moment: who asks this leader must not wait for the one after the next.
     *
     * @param leader none where none was heard of lately
     * @param another completes when another one leads
     */
    record Known(Optional<String> leader, CompletableFuture<Void> another) {}

    private record Last(Known known, long nanos) {}

    private volatile Last last = new Last(new Known(Optional.empty(), new CompletableFuture<>()), System.nanoTime());
    private volatile boolean ever;

    void heard(String leader) {
        Known before = renewed(leader);
        ever = true;
        if (!before.leader().equals(Optional.of(leader))) {
            before.another().complete(null);
        }
    }

    /** What was known before. */
    private synchronized Known renewed(String leader) {
        Known before = last.known();
        boolean same = before.leader().equals(Optional.of(leader));
        last = new Last(same ? before : new Known(Optional.of(leader), new CompletableFuture<>()), System.nanoTime());
        return before;
    }

    /** This one led and does so no more: it was heard until now. */
    synchronized void ended(String leader) {
        Last before = last;
        if (before.known().leader().filter(leader::equals).isPresent()) {
            last = new Last(new Known(Optional.empty(), before.known().another()), before.nanos());
        }
    }

    Optional<String> leader() {
        return known().leader();
    }

    Known known() {
        Last now = last;
        return System.nanoTime() - now.nanos() < KNOWN_NANOS
                ? now.known()
                : new Known(Optional.empty(), now.known().another());
    }

    /**
     * Whether one was heard since this process began.
     *
     * @param within how long the first is waited for
     */
    boolean hasHeard(Duration within) throws InterruptedException {
        CompletableFuture<Void> first = last.known().another();
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
}
