package io.coppice.servicekit.truth;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;

/** A change that is decided while its caller waits. */
public final class Decided {
    /** What comes before the reason of a refusal where no better words are at hand. */
    public static final String REFUSED = "the change was refused: ";

    private Decided() {}

    /**
     * Sends a change once.
     *
     * @param overtaken what the caller is told where a precondition does not hold
     * @throws Refused unless it is done; with a {@link Failure.NoAnswer} where it may have happened nevertheless
     */
    public static Revision submit(Store store, Change change, String overtaken) {
        Outcome outcome = store.submit(change);
        if (outcome instanceof Outcome.Refused r && r.reason() == Outcome.Reason.PRECONDITION) {
            throw Refused.conflict(overtaken);
        }
        return require(outcome, REFUSED);
    }

    /**
     * The revision that it made.
     *
     * @param refused what comes before the reason where it was refused; may be empty
     * @throws Refused unless it is done; with a {@link Failure.NoAnswer} where it may have happened nevertheless
     */
    public static Revision require(Outcome outcome, String refused) {
        return switch (outcome) {
            case Outcome.Done d -> d.revision();
            case Outcome.Refused r -> throw Refused.conflict(refused + r.message());
            case Outcome.Unknown u -> throw new Refused(new Failure.NoAnswer(u.text()));
        };
    }
}
