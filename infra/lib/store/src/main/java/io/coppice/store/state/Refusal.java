package io.coppice.store.state;

import io.coppice.store.Outcome;

/** Leaves the middle of a change that must not happen. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome.Refused outcome;

    Refusal(Outcome.Reason reason, String subject, String message) {
        super(message, null, false, false);
        outcome = new Outcome.Refused(reason, subject, message);
    }

    Outcome.Refused outcome() {
        return outcome;
    }
}
