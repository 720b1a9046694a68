package io.coppice.servicekit.task;

import io.coppice.contract.word.Vmid;
import java.util.Optional;

/**
 * Whom a task waits for.
 *
 * @param guest the guest it works on: tasks of one guest run one after the other, eight waiting at most, and look at its
 *     ownership before every action
 * @param waits false for what never waits in line, as a hard stop
 */
public record Queue(Optional<Vmid> guest, boolean waits) {
    public static Queue none() {
        return new Queue(Optional.empty(), false);
    }

    public static Queue guest(Vmid vmid) {
        return new Queue(Optional.of(vmid), true);
    }

    /** Works on the guest, whatever else does. */
    public Queue atOnce() {
        return new Queue(guest, false);
    }
}
