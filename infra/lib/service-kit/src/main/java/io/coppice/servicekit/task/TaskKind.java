package io.coppice.servicekit.task;

import java.util.List;

/**
 * One sort of task, registered with its service's {@link TaskRunner} by its type.
 *
 * @param <P> the inputs: what an answer on the wire can be made of (texts, numbers, words, Optionals, Lists, Maps, records)
 */
public interface TaskKind<P extends Record> {
    /** As it stands in the UPID, {@code qmstart}. Unique within a service. */
    String type();

    Class<P> params();

    /**
     * The steps, rebuilt from the same inputs after a crash: their number and order follow from {@code params} alone, never
     * from the state of the world.
     */
    List<Step> steps(P params, TaskContext me);

    /** Whether it does nothing without a quorum: who asks for it then is refused at once, and it does not wait for one. */
    default boolean needsQuorum() {
        return false;
    }

    /**
     * Whether the guest left this node by this task's own doing: then that it is elsewhere does not end the task. Never
     * blocks.
     */
    default boolean gaveAway(TaskContext me) {
        return false;
    }

    /**
     * An undo failed and the task stopped: marks what it worked on, so that people see it. May run more than once; what it
     * throws is logged.
     */
    default void undoFailed(P params, TaskContext me, String why) throws Exception {}
}
