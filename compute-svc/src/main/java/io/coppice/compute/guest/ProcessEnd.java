package io.coppice.compute.guest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for the end of a process that is not this one's child. */
public final class ProcessEnd {
    private ProcessEnd() {}

    /**
     * @param pid empty when there is none
     * @param runs looks again when the time is over
     * @return whether it has ended in time
     */
    public static boolean await(OptionalLong pid, Duration limit, BooleanSupplier runs) throws InterruptedException {
        Optional<ProcessHandle> process = pid.isPresent() ? ProcessHandle.of(pid.getAsLong()) : Optional.empty();
        if (process.isEmpty()) {
            return true;
        }
        CompletableFuture<ProcessHandle> end = process.get().onExit();
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            end.cancel(false);
            return !runs.getAsBoolean();
        } catch (ExecutionException e) {
            return !runs.getAsBoolean();
        }
    }
}
