package io.coppice.store.raft;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.LevelFloor;
import io.coppice.store.Outcome;
import io.coppice.store.state.Entry;
import io.coppice.store.state.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.protocol.RaftClientReply;

/** Raises the level of behaviour: the leader asks all members what they know; any other member asks the leader to. */
final class Raising {
    private static final long ANSWER_MILLIS = 2000;
    private static final Duration RAISE = Duration.ofSeconds(10);

    /** As long as the leader may take with some members that do not answer. */
    private static final long ELSEWHERE_MILLIS = 30_000;

    private final Keeper keeper;
    private final Talk talk;
    private final Seating seating;
    private final Proposals proposals;
    private final ReentrantLock one = new ReentrantLock();

    Raising(Keeper keeper, Talk talk, Seating seating, Proposals proposals) {
        this.keeper = keeper;
        this.talk = talk;
        this.seating = seating;
        this.proposals = proposals;
    }

    /**
     * Raises the level of a store that opens, is alone, and whose documents name no other member: there is nobody to be asked then,
     * and nobody can be admitted while it is not open. One that follows and does not vote yet is such another.
     */
    void alone(Duration within) throws IOException {
        State known = keeper.newest();
        if (keeper.alone()
                && known.level() < keeper.knows()
                && seating.members(known.picture()).size() <= 1) {
            Replica r = keeper.replica();
            if (r == null) {
                throw new IOException(keeper.trouble());
            }
            raise(r, keeper.knows(), within);
        }
    }

    /** @throws IOException when this is not the leader, a member did not say what it knows, or one was admitted meanwhile */
    int here() throws IOException {
        one.lock();
        try {
            return raised();
        } finally {
            one.unlock();
        }
    }

    private int raised() throws IOException {
        Replica r = keeper.replica();
        if (r == null || !r.leads()) {
            throw new IOException(keeper.home().member() + " does not lead");
        }
        State known = keeper.newest();
        int level = keeper.knows();
        for (String member : seating.members(known.picture())) {
            if (!member.equals(keeper.home().member())) {
                level = Math.min(
                        level,
                        Who.of(talk.ask(member, Talk.Topic.WHO, new byte[0], ANSWER_MILLIS))
                                .level());
            }
        }
        require(level, known);
        if (level > known.level()) {
            raise(r, level, RAISE);
        }
        return keeper.newest().level();
    }

    private static void raise(Replica r, int level, Duration within) throws IOException {
        try {
            RaftClientReply reply = r.submit(new Entry.LevelRaise(level)).get(within.toMillis(), TimeUnit.MILLISECONDS);
            if (!reply.isSuccess()) {
                throw new IOException("the level was not raised: " + reply.getException());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the level was not raised: " + e.getMessage(), e);
        }
    }

    /**
     * Has whoever is admitted from now on know the level, so that nobody comes who was not asked.
     *
     * @param known from which all members were read that were asked
     */
    private void require(int level, State known) throws IOException {
        if (level <= known.level() && LevelFloor.in(known.picture()) <= level) {
            return;
        }
        Change change = LevelFloor.write(Change.by(Service.NODE, "system:node"), known.picture(), level)
                .build();
        Attempt attempt = proposals.here(new Entry.Proposal(0, change), RAISE.toNanos());
        if (attempt instanceof Attempt.Decided(Outcome.Refused r)) {
            throw new IOException(
                    r.subject().equals(LevelFloor.PATH)
                            ? "a member was admitted at the same time; raise it again"
                            : r.message());
        }
        if (!(attempt instanceof Attempt.Decided(Outcome.Done d))) {
            throw new IOException("the level was not raised: " + attempt.why());
        }
    }

    /** @throws IOException what {@link #here} throws over there, or when no leader is known */
    int anywhere() throws IOException {
        if (keeper.leads()) {
            return here();
        }
        String leader = keeper.contact().leader().orElseThrow(() -> new IOException("no member is known to lead"));
        byte[] answer = talk.ask(leader, Talk.Topic.RAISE, new byte[0], ELSEWHERE_MILLIS);
        if (answer.length != 1) {
            throw new IOException(leader + " gave an answer that makes no sense");
        }
        return answer[0];
    }
}
