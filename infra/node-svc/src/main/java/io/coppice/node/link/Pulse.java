package io.coppice.node.link;

/**
 * How the beats to one node go. Beats that were missed are counted, and not the time: a process that was stopped itself
 * does not find, as it wakes, that all others are gone.
 *
 * @param missed since the last answer
 * @param inReach whether the node counts as there
 */
record Pulse(int missed, boolean inReach) {
    /** So many in a row, and it is out of reach. */
    static final int LOST_AFTER = 3;

    /** Of a node that never answered yet. */
    static final Pulse UNKNOWN = new Pulse(LOST_AFTER, false);

    /** @param answered whether an answer came since the last beat */
    Pulse beat(boolean answered) {
        if (answered) {
            return new Pulse(0, true);
        }
        int now = Math.min(missed + 1, LOST_AFTER);
        return new Pulse(now, inReach && now < LOST_AFTER);
    }
}
