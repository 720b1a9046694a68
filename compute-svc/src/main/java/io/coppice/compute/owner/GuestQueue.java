package io.coppice.compute.owner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What waits for a guest's owner. A plain class, not safe for threads.
 *
 * @param <T> tells one request from another: its work, its answer
 */
final class GuestQueue<T> {
    /** What may be asked for. */
    enum Kind {
        START,
        END,
        POWER_DOWN,
        RESET,
        PAUSE,
        RESUME,
        /** Anything else that must not run beside these. */
        OTHER;

        /** Twice in a row is once. */
        boolean isIdempotent() {
            return this != START && this != OTHER;
        }
    }

    /** What the owner takes. */
    sealed interface Entry<T> {
        record Told<T>(Happening what) implements Entry<T> {}

        record Asked<T>(Kind kind, T request) implements Entry<T> {}
    }

    /**
     * What came of asking.
     *
     * @param request that answers: the one that was given, or one that waits already
     * @param dropped those that will not be done any more
     */
    record Accepted<T>(T request, List<T> dropped) {
        Accepted {
            dropped = List.copyOf(dropped);
        }
    }

    private final Deque<Happening> happenings = new ArrayDeque<>();
    private final Deque<Entry.Asked<T>> requests = new ArrayDeque<>();

    void tell(Happening what) {
        happenings.add(what);
    }

    /** An end drops what waits, since nobody wants it of a guest that ends; what is asked for after it waits behind it. */
    Accepted<T> ask(Kind kind, T request) {
        if (kind.isIdempotent() && !requests.isEmpty() && requests.getLast().kind() == kind) {
            return new Accepted<>(requests.getLast().request(), List.of());
        }
        List<T> dropped = new ArrayList<>();
        if (kind == Kind.END) {
            requests.forEach(r -> dropped.add(r.request()));
            requests.clear();
        }
        requests.add(new Entry.Asked<>(kind, request));
        return new Accepted<>(request, dropped);
    }

    boolean isEmpty() {
        return happenings.isEmpty() && requests.isEmpty();
    }

    /** What happened comes before what is wanted. */
    Optional<Entry<T>> poll() {
        if (!happenings.isEmpty()) {
            return Optional.of(new Entry.Told<>(happenings.remove()));
        }
        return Optional.ofNullable(requests.poll());
    }
}
