package io.coppice.compute.restore;

import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.Unused;
import io.coppice.compute.guest.Volumes;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Document;
import java.util.List;

/** How a guest that is restored takes the place of one that is there: which may be replaced, and how that is done. */
final class Replacement {
    private final GuestFiles<?> guests;
    private final Machine machine;
    private final VmDisks disks;

    Replacement(GuestFiles<?> guests, Machine machine, VmDisks disks) {
        this.guests = guests;
        this.machine = machine;
        this.disks = disks;
    }

    /** @throws Refused for what keeps a guest that is there from being replaced */
    void requireReplaceable(Vmid vmid) {
        Guest guest = guests.read(vmid);
        String word = guest.kind().word();
        if (guest.isOn("protection", false)) {
            throw Refused.conflict("unable to restore " + word + " " + vmid + " - protection mode enabled");
        }
        GuestFiles.requireUnlocked(guest, false);
        if (machine.runs(vmid)) {
            throw Refused.conflict("unable to restore " + word + " " + vmid + " - " + word + " is running");
        }
    }

    /** The volumes of its own that a guest would leave behind. */
    List<String> volumes(Vmid vmid) {
        return Volumes.ofAll(guests.read(vmid).config()).stream()
                .filter(v -> Unused.isOwn(v, vmid))
                .map(VolumeId::toString)
                .toList();
    }

    /** May be done again. @param old volumes that go */
    void replace(Vmid vmid, String text, List<String> old, TaskContext me, Progress progress) throws Exception {
        write(vmid, text, me);
        for (String volume : old) {
            progress.log("removing old volume '" + volume + "'");
            disks.free(VolumeId.parse(volume));
        }
        machine.cleanUp(vmid);
    }

    private void write(Vmid vmid, String text, TaskContext me) throws StoreUnavailable {
        Document document = guests.require(vmid);
        if (!document.text().equals(text)) {
            Truth.submit(
                    guests.store(),
                    guests.change(me)
                            .unchanged(document)
                            .put(document.path(), text)
                            .build());
        }
    }
}
