package io.coppice.compute.create;

import io.coppice.compute.guest.GuestFiles;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image.Reservation;
import java.util.Optional;

/** How a guest comes to be in the truth, whatever its kind: its number is held, its configuration written, its pool joined. */
public final class Founding {
    private final GuestFiles<?> guests;
    private final Memberships memberships;
    private final Starter starter;

    /** Starts a guest when it is made. */
    @FunctionalInterface
    public interface Starter {
        void start(Vmid vmid, String actor);
    }

    public Founding(GuestFiles<?> guests, Memberships memberships, Starter starter) {
        this.guests = guests;
        this.memberships = memberships;
        this.starter = starter;
    }

    Step hold(Vmid vmid, TaskContext me) {
        return Step.step("hold the VM ID", progress -> claim(vmid, me), progress -> release(vmid, me));
    }

    /** Both in one change, for a guest that has nothing made in between. */
    Step takeAndWrite(Vmid vmid, String text, TaskContext me) {
        return Step.step(
                "take the VM ID and write the configuration",
                progress -> take(vmid, text, me),
                progress -> remove(vmid, text, me));
    }

    private void take(Vmid vmid, String text, TaskContext me) throws StoreUnavailable {
        if (!isWritten(text, vmid)) {
            String caller = Reservation.ofCaller(me.actor());
            new FreeVmid(guests, vmid, caller).require();
            put(vmid, text, caller, me);
        }
    }

    Step write(Vmid vmid, String text, TaskContext me) {
        return Step.step(
                "write the configuration",
                progress -> put(vmid, text, me.id(), me),
                progress -> remove(vmid, text, me));
    }

    /** The caller's own reservation of the number is used up. */
    private void claim(Vmid vmid, TaskContext me) throws StoreUnavailable {
        String caller = Reservation.ofCaller(me.actor());
        new FreeVmid(guests, vmid, caller, me.id()).require();
        Truth.submit(
                guests.store(),
                guests.change(me)
                        .write(new Change.Write.Release(vmid.number(), caller))
                        .write(new Change.Write.Reserve(vmid.number(), me.id()))
                        .build());
    }

    private void release(Vmid vmid, TaskContext me) throws StoreUnavailable {
        Truth.submit(
                guests.store(),
                guests.change(me)
                        .write(new Change.Write.Release(vmid.number(), me.id()))
                        .build());
    }

    /** @param holder who may hold the number, and holds it no longer */
    private void put(Vmid vmid, String text, String holder, TaskContext me) throws StoreUnavailable {
        if (isWritten(text, vmid)) {
            return;
        }
        Truth.submit(
                guests.store(),
                guests.change(me)
                        .require(new Change.Precondition.VmidFree(vmid.number(), holder))
                        .put(guests.path(vmid), text)
                        .write(new Change.Write.Release(vmid.number(), holder))
                        .build());
    }

    /** The text holds ids that this task made up, so it is nobody else's. */
    private boolean isWritten(String text, Vmid vmid) {
        return guests.document(vmid).map(Document::text).filter(text::equals).isPresent();
    }

    private void remove(Vmid vmid, String text, TaskContext me) throws StoreUnavailable {
        Optional<Document> document = guests.document(vmid);
        if (document.isPresent() && isWritten(text, vmid)) {
            Truth.submit(
                    guests.store(),
                    guests.change(me)
                            .unchanged(document.get())
                            .delete(document.get().path())
                            .build());
        }
    }

    /** It is there: into its pool, and started if that is wanted. */
    void handOver(Vmid vmid, String pool, boolean start, TaskContext me, Progress progress) {
        if (!pool.isEmpty()) {
            try {
                memberships.join(vmid, pool);
            } catch (Refused e) {
                // it was there when this was asked for; the guest is made, and is worth more than its pool
                progress.warn(e.failure().text());
            }
        }
        if (start) {
            starter.start(vmid, me.actor());
        }
    }
}
