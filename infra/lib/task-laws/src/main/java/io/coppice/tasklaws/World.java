package io.coppice.tasklaws;

import io.coppice.servicekit.task.TaskKind;

/**
 * A fake world with one task to be done in it; every one that a test makes is the same.
 *
 * @param <P> the task's inputs
 */
public interface World<P extends Record> {
    /** Works on this world's fakes. */
    TaskKind<P> kind();

    P params();

    /** Everything that the task could touch, as a value with {@code equals}; never changes afterwards. */
    Object picture();
}
