package io.coppice.servicekit.task;

import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import java.util.Map;
import java.util.Optional;

/**
 * A task as it was accepted: what its folder holds in {@code task.json} before the first step.
 *
 * @param service whose runner does it, by label
 * @param waits whether it stands in its guest's line
 * @param epoch of the guest when it was accepted
 * @param params the inputs without the secret ones, as on the wire
 */
record Accepted(
        Upid upid,
        String actor,
        String service,
        Optional<Vmid> guest,
        boolean waits,
        Optional<Long> epoch,
        Map<String, Object> params) {
    TaskContext context() {
        return new TaskContext(upid, actor, epoch);
    }

    Queue queue() {
        return new Queue(guest, waits);
    }
}
