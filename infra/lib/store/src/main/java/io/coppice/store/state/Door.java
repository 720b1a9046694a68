package io.coppice.store.state;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a store's door answers without asking the log, because it is so in every state. */
public final class Door {
    private Door() {}

    /** A refusal of what can never be done; nothing of it need be in the log. */
    public static Optional<Outcome> refuse(Change change) {
        if (change.writes().stream()
                .anyMatch(w -> w instanceof Change.Write.Expire || w instanceof Change.Write.Lapse)) {
            return Optional.of(new Outcome.Refused(
                    Outcome.Reason.NOT_YOURS,
                    "",
                    "terms end by the leader's clock; leases are surrendered," + " reservations released"));
        }
        try {
            Rules.check(change);
        } catch (Refusal r) {
            return Optional.of(r.outcome());
        }
        long names = change.preconditions().stream().mapToLong(Door::names).sum()
                + change.writes().stream().mapToLong(Door::names).sum();
        return names <= Sizes.NAMES
                ? Optional.empty()
                : Optional.of(new Outcome.Refused(
                        Outcome.Reason.TOO_LARGE,
                        "",
                        "the paths and names of a change's conditions have " + names + " bytes; the limit is "
                                + Sizes.NAMES));
    }

    private static long names(Change.Precondition p) {
        return switch (p) {
            case Change.Precondition.Absent a -> Sizes.utf8(a.path());
            case Change.Precondition.Exists e -> Sizes.utf8(e.path());
            case Change.Precondition.HasDigest d -> Sizes.utf8(d.path());
            case Change.Precondition.HasRevision r -> Sizes.utf8(r.path());
            case Change.Precondition.Holds h -> Sizes.utf8(h.lease()) + Sizes.utf8(h.holder());
            case Change.Precondition.VmidFree v -> Sizes.utf8(v.owner());
            case Change.Precondition.GuestSince g -> 0;
        };
    }

    /** Documents count for what they are. */
    private static long names(Change.Write w) {
        return switch (w) {
            case Change.Write.Reserve r -> Sizes.utf8(r.owner());
            case Change.Write.ReserveFor r -> Sizes.utf8(r.owner());
            case Change.Write.Release r -> Sizes.utf8(r.owner());
            case Change.Write.Acquire a -> Sizes.utf8(a.lease()) + Sizes.utf8(a.holder());
            case Change.Write.Renew r -> Sizes.utf8(r.lease());
            case Change.Write.Surrender s -> Sizes.utf8(s.lease());
            default -> 0;
        };
    }

    /** The change by which the leader ends the terms of reservations; those made anew meanwhile stay. */
    public static Change lapse(List<Change.Write.Lapse> lapsed) {
        return new Change(UUID.randomUUID(), Service.NODE, "system:store", List.of(), List.copyOf(lapsed));
    }

    /** The change by which the leader ends leases; one each, as one may have been renewed meanwhile. */
    public static Change expiry(Change.Write.Expire expire) {
        return new Change(UUID.randomUUID(), Service.NODE, "system:store", List.of(), List.of(expire));
    }
}
