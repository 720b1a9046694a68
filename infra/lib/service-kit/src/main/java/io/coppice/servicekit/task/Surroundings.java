package io.coppice.servicekit.task;

import java.time.Duration;
import java.util.Optional;

/** What a task stands in while it runs. */
public interface Surroundings {
    /** Why the guest is not this node's any more; empty while it is. */
    Optional<String> lost();

    boolean cancelRequested();

    /** From now on the task cannot be cancelled, for this reason. */
    void pivotReached(String step);

    /** Does the work, so that a cancel or a stop of the service interrupts it where that is allowed. */
    void perform(Step.Work work, boolean cancellable) throws Exception;

    /** The service stops: the task is left as it is, to be resumed. */
    boolean stopping();

    /** Waits, shorter when the task is cancelled. */
    void pause(Duration time) throws InterruptedException;

    void log(String line);

    /** How many warnings there were in the whole task. */
    int warnings();

    /** The last line of the log; written once, however often it is called. */
    void logEnd(String line);

    long nowSeconds();
}
