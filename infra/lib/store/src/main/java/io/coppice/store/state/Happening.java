package io.coppice.store.state;

import io.coppice.store.Image;
import io.coppice.store.Transition;
import java.util.List;
import java.util.Optional;

/** One done change with all that it did: documents, and what is held. */
public record Happening(Transition transition, List<Held> held) {
    public Happening {
        held = List.copyOf(held);
    }

    /** A reservation or lease after the change; absent where there is none any more. */
    public sealed interface Held {
        record Number(int vmid, Optional<Image.Reservation> now) implements Held {}

        record Right(String name, Optional<Image.Lease> now) implements Held {}
    }

    /** Bytes that it costs in the history, roughly. */
    public long bytes() {
        long sum = 200 + 100L * held.size();
        for (Transition.Delta d : transition.deltas()) {
            sum += 100
                    + d.before().map(Sizes::of).orElse(0L)
                    + d.after().map(Sizes::of).orElse(0L);
        }
        return sum;
    }
}
