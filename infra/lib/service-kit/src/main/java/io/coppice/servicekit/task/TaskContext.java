package io.coppice.servicekit.task;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Change;
import java.util.Optional;

/**
 * Who a step works for.
 *
 * @param actor who asked, the actor of all changes that the task makes
 * @param guest that the task works on, if it is one's
 * @param epoch of the guest, as it was when the task was accepted; empty when there was none here
 */
public record TaskContext(Upid upid, String actor, Optional<Vmid> guest, Optional<Long> epoch) {
    public TaskContext(Upid upid, String actor) {
        this(upid, actor, Optional.empty(), Optional.empty());
    }

    /** The mark that everything bears which this task makes; letters, digits and dashes, unique on all nodes. */
    public String id() {
        return idPrefix(upid.node()) + serial(upid);
    }

    /** How the marks of all tasks of a node begin. */
    static String idPrefix(NodeName node) {
        return "task-" + node + "-";
    }

    /** A change that the task makes; refused once the guest has left this node, even if it came back since. */
    public Change.Builder change(Service writer) {
        Change.Builder change = Change.by(writer, actor);
        return guest.isPresent() && epoch.isPresent()
                ? change.require(new Change.Precondition.GuestSince(guest.get().number(), epoch.get()))
                : change;
    }

    /** What tells a task from all others of its node: fit for a file's name, sorted by time. */
    static String serial(Upid upid) {
        return "%08X-%08X-%08X".formatted(upid.startSeconds(), upid.pid(), upid.processStart());
    }
}
