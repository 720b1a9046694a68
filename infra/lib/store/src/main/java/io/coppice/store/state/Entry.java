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

    /** The state that stands now will be compared; see {@link HashOfMarked}. */
    record Mark(UUID mark) implements Entry {}

    /**
     * What the leader's state was when the mark was applied.
     *
     * @param form of the bytes that were counted; another form says nothing
     * @param sha256 of them, in hex
     */
    record HashOfMarked(UUID mark, int form, String sha256) implements Entry {}
}
