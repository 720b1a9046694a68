package io.coppice.compute.migration;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestMove;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import java.util.Map;
import java.util.Optional;

/** What the truth says of a guest that moves: locked, gone over, or left as it was. Each may be done again. */
final class Moves {
    private static final String LOCK = "migrate";
    private final GuestFiles<?> guests;

    Moves(GuestFiles<?> guests) {
        this.guests = guests;
    }

    private Optional<Document> document(TaskContext me) {
        return guests.store().image().find(GuestMove.path(me.id()));
    }

    /** Whether the task has locked the guest. */
    boolean isLocked(TaskContext me) {
        return document(me).isPresent();
    }

    /** Whether the task has moved the guest's configuration. Never blocks. */
    boolean isOver(TaskContext me) {
        return document(me)
                .map(d -> GuestMove.parse(d.path(), d.text()).moved())
                .orElse(false);
    }

    void lock(Vmid vmid, NodeName to, TaskContext me) throws StoreUnavailable {
        Document read = guests.require(vmid);
        Guest guest = guests.of(vmid, read);
        GuestConfig locked = guest.config().current(guest.now().with("lock", LOCK));
        GuestMove move = new GuestMove(me.id(), vmid, guests.here(), to, false);
        Truth.submit(
                guests.store(),
                guests.change(me)
                        .unchanged(read)
                        .put(read.path(), locked.text())
                        .put(move.path(), move.text())
                        .build());
    }

    void unlock(Vmid vmid, TaskContext me) throws StoreUnavailable {
        Optional<Document> move = document(me);
        if (move.isEmpty()) {
            return;
        }
        Change.Builder change = guests.change(me).delete(move.get().path());
        Optional<Document> read = guests.document(vmid);
        if (read.isPresent()) {
            Guest guest = guests.of(vmid, read.get());
            change.unchanged(read.get()).put(read.get().path(), unlocked(guest).text());
        }
        Truth.submit(guests.store(), change.build());
    }

    private static GuestConfig unlocked(Guest guest) {
        return guest.lock().filter(LOCK::equals).isPresent()
                ? guest.config().current(guest.now().without("lock"))
                : guest.config();
    }

    /**
     * The only point at which the guest goes over: refused unless it lies where it lay since the task was accepted, as it was
     * read, and the other node is the member that it was.
     *
     * @param copies of its volumes, by what they are copies of
     */
    void move(Vmid vmid, Destination to, Map<VolumeId, VolumeId> copies, TaskContext me) throws StoreUnavailable {
        Document read = guests.require(vmid);
        Guest guest = guests.of(vmid, read);
        GuestMove move = new GuestMove(me.id(), vmid, guests.here(), to.node(), true);
        String path = path(vmid, to.node());
        Truth.submit(
                guests.store(),
                to.require(guests.store().image(), guests.change(me))
                        .unchanged(read)
                        .absent(path)
                        .delete(read.path())
                        .put(path, Renamed.in(unlocked(guest), copies).text())
                        .put(move.path(), move.text())
                        .build());
    }

    /** Where a guest's configuration lies when it is on another node. */
    String path(Vmid vmid, NodeName node) {
        return "nodes/" + node + "/" + guests.kind().folder() + "/" + vmid + ".conf";
    }
}
