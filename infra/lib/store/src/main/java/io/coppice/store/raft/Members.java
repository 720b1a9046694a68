package io.coppice.store.raft;

import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import io.coppice.store.codec.In;
import io.coppice.store.codec.Out;
import io.coppice.store.codec.OutcomeCodec;
import io.coppice.store.state.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** How this store stands among the others. */
final class Members implements Membership {
    private static final long ANSWER_MILLIS = 2000;

    private final Keeper keeper;
    private final Talk talk;
    private final Seating seating;
    private final Raising raising;
    private final Supplier<State> newest;
    private volatile List<String> toldVoters = List.of();
    private volatile boolean stranger;

    /** @param newest of this store, by its own log or by the leader's stream */
    Members(Keeper keeper, Talk talk, Seating seating, Raising raising, Supplier<State> newest) {
        this.keeper = keeper;
        this.talk = talk;
        this.seating = seating;
        this.raising = raising;
        this.newest = newest;
    }

    /** The leader said so, on its stream. */
    void told(List<String> voters) {
        toldVoters = voters;
        stranger = false;
    }

    void toldStranger() {
        stranger = true;
    }

    @Override
    public String me() {
        return keeper.home().member();
    }

    @Override
    public Role role() {
        if (keeper.leads()) {
            return Role.LEADS;
        }
        return keeper.votes() ? Role.VOTES : stranger ? Role.STRANGER : Role.FOLLOWS;
    }

    @Override
    public Optional<String> leader() {
        if (keeper.halt().is()) {
            return Optional.empty();
        }
        return keeper.leads() ? Optional.of(me()) : keeper.contact().leader();
    }

    @Override
    public Duration silence() {
        return keeper.leads() ? Duration.ZERO : keeper.contact().silence();
    }

    @Override
    public boolean hasHeard(Duration within) throws InterruptedException {
        return keeper.leads() || keeper.contact().hasHeard(within);
    }

    @Override
    public List<String> voters() {
        Replica own = keeper.replica();
        // those too that shall vote no more, until that is settled
        return keeper.votes() && own != null ? own.needed() : toldVoters;
    }

    @Override
    public List<Standing> standings() {
        return seating.standings();
    }

    @Override
    public Optional<Outcome> outcome(UUID id) {
        Optional<Outcome> known = keeper.newest().outcomes().find(id);
        Optional<String> leader = leader().filter(l -> !l.equals(me()));
        if (known.isPresent() || leader.isEmpty()) {
            return known;
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new Out(bytes).uuid(id);
            byte[] answer = talk.ask(leader.get(), Talk.Topic.OUTCOME, bytes.toByteArray(), ANSWER_MILLIS);
            return new In(new ByteArrayInputStream(answer)).optional(OutcomeCodec::read);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public int level() {
        return newest.get().level();
    }

    @Override
    public int knows() {
        return keeper.knows();
    }

    @Override
    public Optional<String> halted() {
        return keeper.halt().says();
    }

    @Override
    public int raise() throws IOException {
        return raising.anywhere();
    }
}
