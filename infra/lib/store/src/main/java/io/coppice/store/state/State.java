package io.coppice.store.state;

/**
 * All that a replica knows. Immutable.
 *
 * @param level of behaviour that every member supports; raised by an entry
 * @param stampMillis the newest stamp, which never goes back
 * @param lastEpoch the newest epoch that any lease was given
 */
public record State(int level, long stampMillis, long lastEpoch, Picture picture, Outcomes outcomes, History history) {
    /** Before the first entry. */
    public static final State BLANK = new State(1, 0, 0, Picture.BLANK, Outcomes.NONE, History.NONE);

    /** Whether every member knows what a mark and its hash are. */
    public boolean comparesHashes() {
        return level >= Levels.RESERVATIONS_WITH_TERMS;
    }

    /** Whether the entry that gives the incarnation was applied. */
    public boolean founded() {
        return picture.revision().incarnation().getMostSignificantBits() != 0
                || picture.revision().incarnation().getLeastSignificantBits() != 0;
    }
}
