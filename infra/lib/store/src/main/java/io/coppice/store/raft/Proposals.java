package io.coppice.store.raft;

import io.coppice.store.Outcome;
import io.coppice.store.Outcome.Reason;
import io.coppice.store.codec.In;
import io.coppice.store.codec.OutcomeCodec;
import io.coppice.store.state.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.jspecify.annotations.Nullable;

/** Takes a proposal to the log and says what became of it, in ten seconds at most. */
final class Proposals {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int DOUBTS = 10_000;

    private final Keeper keeper;

    /** Ids that were sent without an answer: of those nothing may be called refused until the log says so. */
    private final Set<UUID> doubtful = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > DOUBTS;
        }
    }));

    Proposals(Keeper keeper) {
        this.keeper = keeper;
    }

    boolean doubtful(UUID id) {
        return doubtful.contains(id);
    }

    Outcome decide(Entry.Proposal p) {
        UUID id = p.change().id();
        long until = System.nanoTime() + PATIENCE;
        while (true) {
            Replica replica = keeper.replica();
            Answer answer =
                    replica == null ? new Answer.NotSent(keeper.trouble()) : ask(replica, p, until - System.nanoTime());
            if (answer instanceof Answer.Decided d) {
                doubtful.remove(id);
                return d.outcome();
            }
            if (answer instanceof Answer.Lost) {
                doubtful.add(id);
            }
            boolean over =
                    System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted();
            // A failed store says so at once, but to those whose change may be in its log.
            if (over || replica == null && !doubtful(id)) {
                return doubtful(id)
                        ? new Outcome.Unknown(id, answer.why())
                        : new Outcome.Refused(Reason.NO_QUORUM, "", answer.why());
            }
            LockSupport.parkNanos(AGAIN);
        }
    }

    /** What came of one attempt. */
    private sealed interface Answer {
        String why();

        record Decided(Outcome outcome) implements Answer {
            @Override
            public String why() {
                return "";
            }
        }

        /** It may be in the log or not; sent again under its id it is decided once. */
        record Lost(String why) implements Answer {}

        /** It is surely not in the log. */
        record NotSent(String why) implements Answer {}
    }

    private static Answer ask(Replica replica, Entry.Proposal p, long nanos) {
        try {
            RaftClientReply reply = replica.submit(p).get(Math.max(nanos, 1), TimeUnit.NANOSECONDS);
            return reply.isSuccess() ? new Answer.Decided(outcome(reply)) : failed(reply.getException());
        } catch (TimeoutException e) {
            return new Answer.Lost("the store did not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Lost("interrupted while waiting for the store");
        } catch (ExecutionException | CompletionException | IOException e) {
            Throwable cause = e instanceof IOException ? e : e.getCause();
            return failed(cause);
        }
    }

    /** A leader that loses its place says NotLeader to changes that are in its log already: those are in doubt. */
    private static Answer failed(@Nullable Throwable e) {
        String why = e == null ? "the store gave no reason" : String.valueOf(e.getMessage());
        return e instanceof LeaderNotReadyException || e instanceof ResourceUnavailableException
                ? new Answer.NotSent(why)
                : new Answer.Lost(why);
    }

    private static Outcome outcome(RaftClientReply reply) throws IOException {
        return OutcomeCodec.read(
                new In(new ByteArrayInputStream(reply.getMessage().getContent().toByteArray())));
    }
}
