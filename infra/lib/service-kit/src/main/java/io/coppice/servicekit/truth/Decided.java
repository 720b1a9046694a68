package io.coppice.servicekit.truth;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import java.util.Optional;
import java.util.function.Supplier;

/** A change that is decided while its caller waits. */
public final class Decided {
    /** What comes before the reason of a refusal where no better words are at hand. */
    public static final String REFUSED = "the change was refused: ";

    private static final int TRIES = 8;

    private Decided() {}

    /**
     * Makes a change from what this node knows, and anew when that was overtaken: by others, or by what this node has not heard
     * of yet.
     *
     * @param decision made from the newest image each time, with preconditions on all that it read; empty when there is nothing
     *     to do
     * @throws Refused unless it is done; with a {@link Failure.NoAnswer} where it may have happened nevertheless
     */
    public static void anew(Store store, Service service, Supplier<Optional<Change>> decision) {
        for (int i = 0; i < TRIES; i++) {
            Revision known = store.image().revision();
            Optional<Change> change = decision.get();
            if (change.isEmpty()) {
                return;
            }
            Outcome outcome = store.submit(change.get());
            if (!(outcome instanceof Outcome.Refused r) || r.reason() != Outcome.Reason.PRECONDITION) {
                require(outcome, REFUSED);
                return;
            }
            if (i > 0 || store.image().revision().equals(known)) {
                // one without content is decided after what overtook this node, which has it all when that comes back;
                // an image that moves may be far behind all the same
                store.submit(Change.by(service, "system:" + service.label()).build());
            }
        }
        throw Refused.conflict("others keep changing the same entry; try again");
    }

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
