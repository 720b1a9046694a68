package io.coppice.servicekit.task;

/** What a step says while it works. */
public interface Progress {
    /** A line of the task's log, as the user reads it. */
    void log(String line);

    /** A line of the log that also makes the task end with {@code WARNINGS: n}. */
    void warn(String line);

    /** Throws when the task is to be cancelled; called by steps that take long, between their parts. */
    void checkCancelled() throws InterruptedException;
}
