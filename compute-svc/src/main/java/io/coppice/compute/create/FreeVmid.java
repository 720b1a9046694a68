package io.coppice.compute.create;

import io.coppice.compute.guest.GuestFiles;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Document;
import io.coppice.store.Image;
import java.util.Optional;
import java.util.Set;

/** Whether a guest can be made under a VM ID by somebody who may hold it already. */
public record FreeVmid(GuestFiles<?> guests, Vmid vmid, Set<String> holders) {
    public FreeVmid(GuestFiles<?> guests, Vmid vmid, String... holders) {
        this(guests, vmid, Set.of(holders));
    }

    /** @throws Refused with the original's text where there is a guest, or one is being made */
    public void require() {
        Image image = guests.store().image();
        Optional<Document> guest = image.guest(vmid.number());
        if (guest.isPresent()) {
            String[] path = guest.get().path().split("/", 4);
            throw exists(path[2].equals(GuestKind.LXC.folder()) ? GuestKind.LXC : GuestKind.QEMU, path[1]);
        }
        Optional<Image.Reservation> held =
                image.reservation(vmid.number()).filter(r -> !r.rests() && !holders.contains(r.owner()));
        if (held.isPresent()) {
            throw held.get().ofSomeCaller()
                    ? Refused.conflict("unable to create " + guests.kind().word() + " " + vmid + " - VM ID " + vmid
                            + " is reserved for somebody else; ask for another")
                    : exists(guests.kind(), guests.here().text());
        }
    }

    private Refused exists(GuestKind kind, String node) {
        return Refused.conflict("unable to create " + guests.kind().word() + " " + vmid + " - " + kind.word() + " "
                + vmid + " already exists on node '" + node + "'");
    }
}
