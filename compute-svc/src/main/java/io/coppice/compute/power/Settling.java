package io.coppice.compute.power;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.store.Document;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets hold what waits of guests of this node that are off and unlocked, as their stop would have done with a quorum. Who has
 * nothing that waits is passed over without a look at its process.
 */
public final class Settling implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    private final GuestFiles<?> guests;
    private final Machine machine;
    private final TaskRunner tasks;
    private final String actor;

    Settling(GuestFiles<?> guests, Machine machine, TaskRunner tasks, String actor) {
        this.guests = guests;
        this.machine = machine;
        this.tasks = tasks;
        this.actor = actor;
    }

    @Override
    public void reconcile() throws Exception {
        for (Guest guest : guests.all()) {
            if (isDue(guest)) {
                try {
                    tasks.exclusively(guest.vmid(), () -> settle(guest.vmid()));
                } catch (Refused e) {
                    LOG.debug("what is pending of {} waits: {}", guest.title(), e.getMessage());
                } catch (StoreUnavailable e) {
                    LOG.debug("what is pending waits for the store: {}", e.getMessage());
                    return;
                }
            }
        }
    }

    private boolean isDue(Guest guest) {
        return !guest.config().pending().isEmpty() && guest.lock().isEmpty() && !machine.runs(guest.vmid());
    }

    /** Looked at again between the guest's tasks: one of them may have started it, locked it, or taken it away. */
    private boolean settle(Vmid vmid) throws StoreUnavailable {
        Optional<Document> read = guests.document(vmid);
        boolean due = read.isPresent() && isDue(guests.of(vmid, read.get()));
        if (due) {
            PendingChanges.apply(guests, vmid, guests.change(actor));
            LOG.info("what was pending of {} {} holds", guests.kind().word(), vmid);
        }
        return due;
    }
}
