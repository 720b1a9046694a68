package io.coppice.standalone;

import io.coppice.contract.api.cluster.ChangesApi;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * For how long this node has been cut off from the truth, as its own service says that holds it; where that does not answer,
 * for how long it has not.
 */
final class Silence implements Supplier<Duration> {
    private final Calls calls;
    private final Caller self;
    private long answered = System.nanoTime();

    Silence(Calls calls, Caller self) {
        this.calls = calls;
        this.self = self;
    }

    @Override
    public synchronized Duration get() {
        try {
            ChangesApi.Silence silence = calls.call(ChangesApi.SILENCE, new ChangesApi.None(), self);
            if (silence != null) {
                answered = System.nanoTime();
                return Duration.ofSeconds(silence.seconds());
            }
        } catch (Refused e) {
            // it may be starting
        }
        return Duration.ofNanos(System.nanoTime() - answered);
    }
}
