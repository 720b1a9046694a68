package io.coppice.store.state;

import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Transition;
import java.util.Optional;

/** The only way from one state to the next. Pure. */
public final class Apply {
    /** The newest level that this program knows. */
    public static final int LEVEL = Levels.NEWEST;

    private Apply() {}

    /** What an entry made of a state. Entries that are no changes have no outcome. */
    public record Applied(State state, Optional<Outcome> outcome) {}

    /** As {@link #apply(State, Entry, int)}, with all that this program knows. */
    public static Applied apply(State state, Entry entry) {
        return apply(state, entry, LEVEL);
    }

    /**
     * Decides alike whatever is known, up to the level that the entry raises the state to.
     *
     * @param knows the newest level that is taken for known, {@link #LEVEL} at most
     * @throws RuntimeException for an entry that is not understood: the replica must halt
     */
    public static Applied apply(State state, Entry entry, int knows) {
        return switch (entry) {
            case Entry.Founding f -> new Applied(state.founded() ? state : founded(state, f), Optional.empty());
            case Entry.LevelRaise r -> new Applied(raised(state, r.level(), knows), Optional.empty());
            case Entry.Proposal p -> decide(state, p);
            case Entry.Mark m -> new Applied(state, Optional.empty());
            case Entry.HashOfMarked h -> new Applied(state, Optional.empty());
        };
    }

    private static State founded(State s, Entry.Founding f) {
        Picture p = s.picture();
        return new State(
                s.level(),
                s.stampMillis(),
                s.lastEpoch(),
                new Picture(
                        new Revision(f.incarnation(), p.revision().number()), p.documents(), p.reserved(), p.leases()),
                s.outcomes(),
                s.history());
    }

    private static State raised(State s, int level, int knows) {
        try {
            NewerLevel.refuse(level, knows);
        } catch (NewerLevel e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return new State(
                Math.max(s.level(), level), s.stampMillis(), s.lastEpoch(), s.picture(), s.outcomes(), s.history());
    }

    private static Applied decide(State s, Entry.Proposal p) {
        Change change = p.change();
        Optional<Outcome> known = s.outcomes().find(change.id());
        if (known.isPresent()) {
            return new Applied(s, known);
        }
        long stamp = Math.max(s.stampMillis(), p.stampMillis());
        Draft draft = new Draft(s, stamp);
        try {
            Rules.check(change);
            Levels.check(change, s.level());
            Preconditions.check(change, s.picture());
            change.writes().forEach(draft::write);
            draft.finish(change);
        } catch (Refusal r) {
            Outcome refused = r.outcome();
            State next = new State(
                    s.level(), stamp, s.lastEpoch(), s.picture(), s.outcomes().with(change.id(), refused), s.history());
            return new Applied(next, Optional.of(refused));
        }
        Picture picture = draft.picture();
        Happening happening =
                new Happening(new Transition(picture.revision(), change.actor(), stamp, draft.deltas()), draft.held());
        Outcome done = new Outcome.Done(picture.revision());
        State next = new State(
                s.level(),
                stamp,
                draft.lastEpoch(),
                picture,
                s.outcomes().with(change.id(), done),
                s.history().with(happening));
        return new Applied(next, Optional.of(done));
    }
}
