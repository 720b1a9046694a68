package io.coppice.servicekit.task;

import io.coppice.contract.word.Upid;
import java.util.Optional;

/**
 * Who a step works for.
 *
 * @param actor who asked, the actor of all changes that the task makes
 * @param epoch of the guest that the task works on, as it was when the task was accepted; empty when there was none here
 */
public record TaskContext(Upid upid, String actor, Optional<Long> epoch) {
    /** The mark that everything bears which this task makes; letters, digits and dashes, unique on all nodes. */
    public String id() {
        return "task-" + upid.node() + "-" + serial(upid);
    }

    /** What tells a task from all others of its node: fit for a file's name, sorted by time. */
    static String serial(Upid upid) {
        return "%08X-%08X-%08X".formatted(upid.startSeconds(), upid.pid(), upid.processStart());
    }
}
