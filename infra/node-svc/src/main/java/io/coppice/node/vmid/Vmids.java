package io.coppice.node.vmid;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.truth.Decided;
import io.coppice.store.Change;
import io.coppice.store.Change.Write;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Image.Reservation;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Tells free VM IDs, and holds them for callers. */
public final class Vmids {
    private static final Duration TOLD = Duration.ofSeconds(60);
    private static final int OF_ONE_CALLER = 5_000;
    private static final int TRIES = 100;

    private final NodeName here;
    private final Store store;
    private final Choices choices = new Choices();

    public Vmids(NodeName here, Store store) {
        this.here = here;
        this.store = store;
    }

    /** The lowest free one that was told to nobody for a minute. A store that takes no changes does not keep it from being told. */
    public int next() {
        return choose(vmid -> List.of(told(vmid)), true);
    }

    /** @throws Refused with the original's text where a caller cannot make a guest of it */
    public void requireFree(Vmid vmid, String caller) {
        Image image = store.image();
        Optional<Document> guest = image.guest(vmid.number());
        boolean held = image.reservation(vmid.number())
                .filter(r -> !r.rests() && !r.owner().equals(Reservation.ofCaller(caller)))
                .isPresent();
        if (guest.isPresent() || held) {
            throw Refused.badParameter("vmid", "VM " + vmid + " already exists");
        }
    }

    /** Holds the lowest free one. */
    public int reserve(String caller, Duration term) {
        requireRoom(caller);
        // Told and held in one: of two that choose the same, the second is refused, whatever the first wants it for.
        return choose(
                vmid -> List.of(told(vmid), new Write.ReserveFor(vmid, Reservation.ofCaller(caller), term.toMillis())),
                false);
    }

    private static Write told(int vmid) {
        return new Write.HandOut(vmid, TOLD.toMillis());
    }

    /** Holds this one, or holds it anew. */
    public void reserve(String caller, Vmid vmid, Duration term) {
        requireRoom(caller);
        Outcome outcome =
                submit(List.of(new Write.ReserveFor(vmid.number(), Reservation.ofCaller(caller), term.toMillis())));
        if (outcome instanceof Outcome.Refused r && r.reason() == Outcome.Reason.VMID_TAKEN) {
            throw Refused.conflict(store.image()
                    .guest(vmid.number())
                    .map(d -> "VM " + vmid + " already exists on node '"
                            + d.path().split("/", 3)[1] + "'")
                    .orElse("VM ID " + vmid + " is reserved for somebody else"));
        }
        Decided.require(outcome, "");
    }

    /** A caller's reservations, lowest first. */
    public List<Reservation> of(String caller) {
        String owner = Reservation.ofCaller(caller);
        return store.image().reservations().stream()
                .filter(r -> r.owner().equals(owner))
                .toList();
    }

    /** @throws Refused where the caller has no such reservation */
    public void release(String caller, Vmid vmid) {
        String owner = Reservation.ofCaller(caller);
        if (store.image()
                .reservation(vmid.number())
                .filter(r -> r.owner().equals(owner))
                .isEmpty()) {
            throw Refused.notFound("VM ID " + vmid + " is not reserved for you");
        }
        Decided.require(submit(List.of(new Write.Release(vmid.number(), owner))), "");
    }

    private void requireRoom(String caller) {
        if (of(caller).size() >= OF_ONE_CALLER) {
            throw Refused.conflict("you hold " + OF_ONE_CALLER + " VM IDs already; give some back first");
        }
    }

    /** Nodes choose by themselves; the truth decides, and who comes second chooses again. */
    private int choose(IntFunction<List<Write>> writes, boolean anyway) {
        for (int i = 0; i < TRIES; i++) {
            int vmid = choices.lowest(store.image());
            if (vmid < 0) {
                throw Refused.conflict("unable to get any free VMID");
            }
            try {
                Outcome outcome = submit(writes.apply(vmid));
                boolean taken = outcome instanceof Outcome.Refused r && r.reason() == Outcome.Reason.VMID_TAKEN;
                if (!taken && !anyway) {
                    Decided.require(outcome, "");
                }
                if (!taken) {
                    return vmid;
                }
            } finally {
                choices.decided(vmid);
            }
        }
        throw Refused.conflict("too many callers want VM IDs at once; try again");
    }

    private Outcome submit(List<Write> writes) {
        Change.Builder change = Change.by(Service.NODE, "system:node@" + here);
        writes.forEach(change::write);
        return store.submit(change.build());
    }
}
