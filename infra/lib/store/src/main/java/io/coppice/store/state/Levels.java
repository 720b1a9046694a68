package io.coppice.store.state;

import io.coppice.store.Change;
import io.coppice.store.Outcome.Reason;

/**
 * Which level of behaviour what needs. A replica of an older program decides the same as long as the state's level is not
 * raised; what needs a higher one is refused until then.
 */
final class Levels {
    /** Terms of reservations, numbers that rest, guests since an epoch, hashes of the state. */
    static final int RESERVATIONS_WITH_TERMS = 2;

    /** Documents of all services in one change. */
    static final int IMPORTS = 3;

    static final int NEWEST = IMPORTS;

    private Levels() {}

    static void check(Change change, int level) {
        boolean isNew = change.preconditions().stream().anyMatch(Change.Precondition.GuestSince.class::isInstance)
                || change.writes().stream().anyMatch(Levels::isNew);
        boolean imports = change.writes().stream().anyMatch(Change.Write.Import.class::isInstance);
        if (isNew && level < RESERVATIONS_WITH_TERMS || imports && level < IMPORTS) {
            throw new Refusal(
                    Reason.PRECONDITION,
                    "",
                    "the store is at level " + level + ", until all its members have been upgraded");
        }
    }

    private static boolean isNew(Change.Write write) {
        return write instanceof Change.Write.ReserveFor
                || write instanceof Change.Write.HandOut
                || write instanceof Change.Write.Lapse;
    }
}
