package io.coppice.store.raft;

import io.coppice.store.state.Apply;
import io.coppice.store.state.Entry;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Raises the level of behaviour: the leader asks all members what they know; any other member asks the leader to. */
final class Raising {
    private static final long ANSWER_MILLIS = 2000;
    private static final long RAISE_SECONDS = 10;

    /** As long as the leader may take with some members that do not answer. */
    private static final long ELSEWHERE_MILLIS = 30_000;

    private final Keeper keeper;
    private final Talk talk;
    private final Seating seating;

    Raising(Keeper keeper, Talk talk, Seating seating) {
        this.keeper = keeper;
        this.talk = talk;
        this.seating = seating;
    }

    /** @throws IOException when this is not the leader, or a member did not say what it knows */
    int here() throws IOException {
        Replica r = keeper.replica();
        if (r == null || !r.leads()) {
            throw new IOException(keeper.home().member() + " does not lead");
        }
        int level = Apply.LEVEL;
        for (String member : seating.members()) {
            if (!member.equals(keeper.home().member())) {
                level = Math.min(
                        level,
                        Who.of(talk.ask(member, Talk.Topic.WHO, new byte[0], ANSWER_MILLIS))
                                .level());
            }
        }
        try {
            if (level > keeper.newest().level()) {
                r.submit(new Entry.LevelRaise(level)).get(RAISE_SECONDS, TimeUnit.SECONDS);
            }
            return keeper.newest().level();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the level was not raised: " + e.getMessage(), e);
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
