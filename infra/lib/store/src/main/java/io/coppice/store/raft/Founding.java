package io.coppice.store.raft;

import io.coppice.store.state.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first entry of a store that is alone. */
final class Founding {
    private Founding() {}

    /** Gives it its incarnation; a store that has one keeps it. */
    static void found(Replica replica, Duration within) throws IOException, InterruptedException {
        try {
            replica.submit(new Entry.Founding(UUID.randomUUID())).get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("it does not take its first entry", e);
        }
    }
}
