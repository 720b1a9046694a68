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
            return Optional.empty();
        } catch (Refusal r) {
            return Optional.of(r.outcome());
        }
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
