package io.coppice.servicekit.task;

import io.coppice.contract.word.Vmid;
import java.util.Optional;

/** Tells where a guest belongs now; asked before every action on the host, so it never blocks. */
@FunctionalInterface
public interface Ownership {
    Standing of(Vmid vmid);

    /** Where a guest stands. */
    sealed interface Standing {
        /** @param epoch the revision at which it came under this node */
        record Here(long epoch) implements Standing {}

        record Elsewhere(String node) implements Standing {}

        /** No configuration anywhere: not made yet, or removed by its own task. */
        record Nowhere() implements Standing {}
    }

    /** Why a task that began under an epoch may not act on the guest any more; empty while it may. */
    default Optional<String> lost(Vmid vmid, Optional<Long> epoch) {
        return switch (of(vmid)) {
            case Standing.Elsewhere e -> Optional.of("guest " + vmid + " belongs to node '" + e.node() + "' now");
            case Standing.Here h
            when epoch.isPresent() && epoch.get() != h.epoch() ->
                Optional.of("guest " + vmid + " has left this node meanwhile");
            case Standing.Here h -> Optional.empty();
            case Standing.Nowhere n -> Optional.empty();
        };
    }
}
