package io.coppice.store.state;

import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Outcome.Reason;
import java.util.List;
import java.util.Optional;

/** Whether what a change requires holds, in the picture before it. */
final class Preconditions {
    private Preconditions() {}

    static void check(Change change, Picture now) {
        for (Change.Precondition p : change.preconditions()) {
            switch (p) {
                case Change.Precondition.Absent a -> {
                    if (now.find(a.path()).isPresent()) {
                        fail(a.path(), a.path() + " exists already");
                    }
                }
                case Change.Precondition.Exists e -> there(now, e.path());
                case Change.Precondition.HasDigest d -> {
                    if (!there(now, d.path()).digest().equals(d.digest())) {
                        fail(d.path(), "detected modified configuration - " + d.path() + " changed by other user?");
                    }
                }
                case Change.Precondition.HasRevision r -> {
                    if (there(now, r.path()).revision() != r.revision()) {
                        fail(r.path(), "detected modified configuration - " + r.path() + " changed by other user?");
                    }
                }
                case Change.Precondition.Holds h -> {
                    Optional<Image.Lease> lease = now.lease(h.lease());
                    if (lease.filter(l -> l.holder().equals(h.holder()) && l.epoch() == h.epoch())
                            .isEmpty()) {
                        fail(h.lease(), h.holder() + " does not hold " + h.lease() + " at epoch " + h.epoch());
                    }
                }
                case Change.Precondition.VmidFree v -> free(now, v.vmid(), v.owner());
                case Change.Precondition.GuestSince g -> {
                    if (!isSince(now, g)) {
                        fail(
                                Integer.toString(g.vmid()),
                                "guest " + g.vmid() + " does not belong to this node since " + g.epoch() + " any more");
                    }
                }
            }
        }
    }

    /** Refuses unless no guest has the number and nobody but the owner holds it. */
    static void free(Picture now, int vmid, String owner) {
        List<String> guests = now.documents().configurations(vmid);
        if (!guests.isEmpty()) {
            throw taken(vmid, guests.getFirst());
        }
        Optional<Image.Reservation> held = now.reservation(vmid);
        if (held.isPresent() && !held.get().rests() && !held.get().owner().equals(owner)) {
            throw reserved(held.get());
        }
    }

    private static boolean isSince(Picture now, Change.Precondition.GuestSince g) {
        return now.documents().configurations(g.vmid()).stream()
                .flatMap(path -> now.find(path).stream())
                .anyMatch(d -> d.since() == g.epoch());
    }

    static Refusal taken(int vmid, String path) {
        return new Refusal(Reason.VMID_TAKEN, Integer.toString(vmid), "VM ID " + vmid + " is taken by " + path);
    }

    static Refusal reserved(Image.Reservation r) {
        return new Refusal(
                Reason.VMID_TAKEN,
                Integer.toString(r.vmid()),
                "VM ID " + r.vmid() + (r.rests() ? " rests" : " is reserved for " + r.owner()));
    }

    private static Document there(Picture now, String path) {
        return now.find(path).orElseThrow(() -> new Refusal(Reason.PRECONDITION, path, path + " does not exist"));
    }

    private static void fail(String subject, String message) {
        throw new Refusal(Reason.PRECONDITION, subject, message);
    }
}
