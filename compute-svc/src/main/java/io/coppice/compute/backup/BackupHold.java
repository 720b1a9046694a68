package io.coppice.compute.backup;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import java.util.Optional;

/** The lock {@code backup} of a guest's configuration, and beside it whose it is. Both come and go in one change. */
final class BackupHold {
    private static final String LOCK = "backup";
    private static final String RESTART = " restart";
    private final GuestFiles<?> guests;
    private final String self;

    BackupHold(GuestFiles<?> guests, String self) {
        this.guests = guests;
        this.self = self;
    }

    private static String path(Vmid vmid) {
        return "coppice/compute/backup/" + vmid;
    }

    private Optional<String> owner(Vmid vmid) {
        return guests.store().image().find(path(vmid)).map(d -> d.text().strip());
    }

    /** @throws Refused when it is locked by anybody else */
    void take(Vmid vmid, String mark) throws StoreUnavailable {
        Document document = guests.require(vmid);
        Guest guest = guests.of(vmid, document);
        if (isHeldBy(vmid, mark)) {
            return;
        }
        GuestFiles.requireUnlocked(guest, false);
        String locked = guest.config().current(guest.now().with("lock", LOCK)).text();
        Truth.submit(
                guests.store(),
                change().unchanged(document)
                        .put(document.path(), locked)
                        .put(path(vmid), mark + "\n")
                        .build());
    }

    boolean isHeldBy(Vmid vmid, String mark) {
        return guests.document(vmid).isPresent()
                && guests.read(vmid).lock().filter(LOCK::equals).isPresent()
                && owner(vmid)
                        .map(o -> o.replace(RESTART, ""))
                        .filter(mark::equals)
                        .isPresent();
    }

    /** @throws Refused unless the mark holds it */
    void require(Vmid vmid, String mark) {
        if (!isHeldBy(vmid, mark)) {
            throw Refused.conflict(guests.kind().word() + " " + vmid + " is not held for this backup any more");
        }
    }

    /** Whether it was switched off for the backup, and shall run again. */
    boolean isToRestart(Vmid vmid) {
        return owner(vmid).filter(o -> o.endsWith(RESTART)).isPresent();
    }

    void restart(Vmid vmid, String mark, boolean restart) throws StoreUnavailable {
        require(vmid, mark);
        Truth.submit(
                guests.store(),
                change().put(path(vmid), mark + (restart ? RESTART : "") + "\n").build());
    }

    /**
     * A guest that was switched off for the backup starts only where it is known to belong, as after every other stop: without
     * a quorum it may have been given to another node, and run there. So a change without content has to be decided, under
     * which it is still here, and held as it was.
     *
     * @throws StoreUnavailable while there is no quorum: it stays off, and who makes the backup waits and asks again; the
     *     message is for the task's log
     * @throws Refused when it has left this node, or is held no more; this node has seen it then
     */
    void requireOurs(Vmid vmid, String mark) throws StoreUnavailable {
        require(vmid, mark);
        long since = guests.require(vmid).since();
        Change.Builder change = change().require(new Change.Precondition.GuestSince(vmid.number(), since));
        guests.store().image().find(path(vmid)).ifPresent(change::unchanged);
        try {
            Truth.submit(guests.store(), change.build());
        } catch (StoreUnavailable e) {
            throw new StoreUnavailable(guests.kind().word() + " " + vmid
                    + " is off for this backup, and starts again when there is a quorum: " + e.getMessage());
        } catch (Refused e) {
            Truth.submit(guests.store(), change().build());
            throw e;
        }
    }

    void release(Vmid vmid, String mark) throws StoreUnavailable {
        if (!isHeldBy(vmid, mark)) {
            return;
        }
        Document document = guests.require(vmid);
        Guest guest = guests.of(vmid, document);
        Truth.submit(
                guests.store(),
                change().unchanged(document)
                        .put(
                                document.path(),
                                guest.config()
                                        .current(guest.now().without("lock"))
                                        .text())
                        .delete(path(vmid))
                        .build());
    }

    private Change.Builder change() {
        return guests.change(self);
    }
}
