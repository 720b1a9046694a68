package io.coppice.compute.status;

import io.coppice.contract.word.Vmid;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was told of guests, for who asks again soon: clients ask far more often than it changes. Whatever switches or changes
 * a guest calls {@link #forget}, so that what was acknowledged is seen.
 *
 * @param <V> what is told of one guest
 */
final class Kept<V> {
    private final Map<Vmid, Slot<V>> slots = new ConcurrentHashMap<>();

    /** Compared by identity: what was asked for before the guest was switched must not be kept after it. */
    private static final class Slot<V> {
        private final @Nullable V value;
        private final boolean stale;
        private final long nanos = System.nanoTime();
        private final Lock asked = new ReentrantLock();

        Slot(@Nullable V value, boolean stale) {
            this.value = value;
            this.stale = stale;
        }

        boolean isFresh(Duration age) {
            return !stale && System.nanoTime() - nanos < age.toNanos();
        }
    }

    /** Asks for it anew. */
    @FunctionalInterface
    interface Asking<V, E extends Exception> {
        /** @param before what was told last, however old */
        V ask(Optional<V> before) throws E;
    }

    /**
     * One asks at a time, and who waited for that takes what it was told.
     *
     * @param age how old it may be
     * @param serves whether what was told is of this very guest still
     */
    <E extends Exception> V of(Vmid vmid, Duration age, Predicate<V> serves, Asking<V, E> asking) throws E {
        while (true) {
            Slot<V> slot = slots.computeIfAbsent(vmid, v -> new Slot<>(null, true));
            if (slot.isFresh(age) && slot.value != null && serves.test(slot.value)) {
                return slot.value;
            }
            slot.asked.lock();
            try {
                if (slots.get(vmid) == slot) {
                    V now = asking.ask(Optional.ofNullable(slot.value));
                    slots.replace(vmid, slot, new Slot<>(now, false));
                    return now;
                }
            } finally {
                slot.asked.unlock();
            }
        }
    }

    /** What was told last, however old. */
    Optional<V> last(Vmid vmid) {
        Slot<V> slot = slots.get(vmid);
        return slot == null ? Optional.empty() : Optional.ofNullable(slot.value);
    }

    /** Who asks from now on is told anew. */
    void forget(Vmid vmid) {
        slots.computeIfPresent(vmid, (v, slot) -> new Slot<>(slot.value, true));
    }

    void keepOnly(Set<Vmid> guests) {
        slots.keySet().retainAll(guests);
    }
}
