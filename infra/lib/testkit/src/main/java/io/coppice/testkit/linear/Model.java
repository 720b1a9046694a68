package io.coppice.testkit.linear;

import java.util.Optional;

/** How one thing behaves when one client uses it at a time. States are compared by equals. */
public interface Model<S, I, O> {
    S initial();

    /** The state after an operation with this answer; empty where it cannot have answered so. */
    Optional<S> after(S state, I input, O output);

    /** The state after an operation whose answer nobody saw. */
    S unseen(S state, I input);
}
