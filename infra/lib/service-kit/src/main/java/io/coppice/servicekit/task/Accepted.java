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
 * @param authorisation its actor, sealed: who writes another into the file has no task
 * @param secrets whether it has secret inputs
 * @param params the inputs without the secret ones, as on the wire
 */
record Accepted(
        Upid upid,
        String actor,
        String service,
        Optional<Vmid> guest,
        boolean waits,
        Optional<Long> epoch,
        String authorisation,
        boolean secrets,
        Map<String, Object> params) {
    TaskContext context() {
        return new TaskContext(upid, actor, guest, epoch);
    }

    Queue queue() {
        return new Queue(guest, waits);
    }
}
