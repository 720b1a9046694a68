package io.coppice.compute.create;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Document;
import io.coppice.store.Image;
import java.util.Optional;
import java.util.Set;

/** Whether a guest can be made under a VM ID by somebody who may hold it already. */
public record FreeVmid(NodeName here, Vmid vmid, Set<String> holders) {
    public FreeVmid(NodeName here, Vmid vmid, String... holders) {
        this(here, vmid, Set.of(holders));
    }

    /** @throws Refused with the original's text where there is a guest, or one is being made */
    public void require(Image image) {
        Optional<Document> guest = image.guest(vmid.number());
        if (guest.isPresent()) {
            throw exists(guest.get().path().split("/", 3)[1]);
        }
        Optional<Image.Reservation> held =
                image.reservation(vmid.number()).filter(r -> !r.rests() && !holders.contains(r.owner()));
        if (held.isPresent()) {
            throw held.get().ofSomeCaller()
                    ? Refused.conflict("unable to create VM " + vmid + " - VM ID " + vmid
                            + " is reserved for somebody else; ask for another")
                    : exists(here.text());
        }
    }

    private Refused exists(String node) {
        return Refused.conflict(
                "unable to create VM " + vmid + " - VM " + vmid + " already exists on node '" + node + "'");
    }
}
