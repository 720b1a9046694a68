package io.coppice.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How this store stands among the members that hold the truth together. Members are called by their names in the group. */
public interface Membership {
    /** What a member does. */
    enum Role {
        /** Takes changes and puts them in order. */
        LEADS,
        /** Keeps the log and votes. */
        VOTES,
        /** Has the newest image by the leader's stream, and does not vote. */
        FOLLOWS,
        /** The leader does not count it among the members: it was removed, or its joining is not done yet. */
        STRANGER
    }

    /**
     * A member as the leader sees it.
     *
     * @param votes whether it is one of the voters
     * @param silent for how long the leader has heard nothing of it
     * @param ready whether it is near enough to the leader and was restarted since it joined: it could vote
     * @param level the newest level that its program knows; 0 where that is not known
     */
    record Standing(String member, boolean votes, Duration silent, boolean ready, int level) {}

    /** This member's name in the group, {@code <node>-<8 hex digits>}. */
    String me();

    Role role();

    /** Who leads, as far as it was heard of within the last five seconds; nobody for one that has halted. */
    Optional<String> leader();

    /** For how long no leader was heard of; zero at the leader. */
    Duration silence();

    /**
     * Whether a leader was heard of since this process began, or it leads itself. Until then nothing is known of what was
     * decided while it was away.
     *
     * @param within how long the first is waited for
     */
    boolean hasHeard(Duration within) throws InterruptedException;

    /** Who votes, as far as is known here; those too that shall do so no more, until that is settled. */
    List<String> voters();

    /** All members, at the leader; elsewhere none. */
    List<Standing> standings();

    /**
     * What became of a change, asked of the leader, or, without one, of what is known here.
     *
     * @return empty where none of the last 10,000 changes had this id, or nobody who knows can be reached
     */
    Optional<Outcome> outcome(UUID id);

    /** The level of behaviour that holds here. */
    int level();

    /** The newest level that this program knows. */
    int knows();

    /**
     * Why this member has nothing to do with what is decided any more, until somebody acts: the level was raised above what its
     * program knows, or an entry cannot be applied. What it shows is old from then on, and it takes no changes.
     *
     * @return what happened and what is to be done, for an administrator; empty while nothing did
     */
    Optional<String> halted();

    /**
     * Raises the level of behaviour to what every member's program knows; the leader is asked to, where it is another.
     *
     * @return the level that holds now at the leader, and soon here
     * @throws java.io.IOException when no leader is known or a member did not say what it knows; the message names it
     */
    int raise() throws java.io.IOException;
}
