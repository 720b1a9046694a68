package io.coppice.store.state;

import io.coppice.store.Change;
import java.util.UUID;

/** What stands in the log. */
public sealed interface Entry {
    /** The first entry of all: which incarnation this is. A second one changes nothing. */
    record Founding(UUID incarnation) implements Entry {}

    /** A change, and the leader's clock when it took it. */
    record Proposal(long stampMillis, Change change) implements Entry {}

    /** From here on, behaviour of this level. A lower one changes nothing. */
    record LevelRaise(int level) implements Entry {}
}
