package io.coppice.compute.status;

import io.coppice.contract.word.Vmid;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

        Slot(@Nullable V value, boolean stale) {
            this.value = value;
            this.stale = stale;
        }
    }

    /** Asks for it anew. */
    @FunctionalInterface
    interface Asking<V, E extends Exception> {
        /** @param before what was told last, however old */
        V ask(Optional<V> before) throws E;
    }

    /**
     * @param age how old it may be
     * @param serves whether what was told is of this very guest still
     */
    <E extends Exception> V of(Vmid vmid, Duration age, Predicate<V> serves, Asking<V, E> asking) throws E {
        Slot<V> before = slots.computeIfAbsent(vmid, v -> new Slot<>(null, true));
        V value = before.value;
        if (value != null && !before.stale && System.nanoTime() - before.nanos < age.toNanos() && serves.test(value)) {
            return value;
        }
        V now = asking.ask(Optional.ofNullable(value));
        slots.replace(vmid, before, new Slot<>(now, false));
        return now;
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
