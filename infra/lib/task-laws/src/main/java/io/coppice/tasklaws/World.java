package io.coppice.tasklaws;

import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.TaskKind;
import java.util.Optional;

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

    /** The guest that the task works on, as the truth has it now; empty where it is no guest's, or makes one. */
    default Optional<Owned> guest() {
        return Optional.empty();
    }

    /** The guest goes to another node and comes back, and the task was not looking. */
    default void guestLeavesAndReturns() {}

    /**
     * A guest of this node.
     *
     * @param epoch the revision at which it came under it
     * @param text of its configuration
     */
    record Owned(Vmid vmid, long epoch, String text) {}
}
