package io.coppice.store.raft;

import io.coppice.store.Outcome;
import io.coppice.store.Outcome.Reason;
import io.coppice.store.Revision;
import io.coppice.store.codec.EntryCodec;
import io.coppice.store.codec.In;
import io.coppice.store.codec.OutcomeCodec;
import io.coppice.store.state.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.jspecify.annotations.Nullable;

/** Takes a proposal to whoever leads and says what became of it, in ten seconds at most. */
final class Proposals {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int DOUBTS = 10_000;

    private final Keeper keeper;
    private final Talk talk;
    private final Disk disk;
    private final Predicate<Revision> shown;

    /** Ids that were sent without an answer: of those nothing may be called refused until the log says so. */
    private final Set<UUID> doubtful = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > DOUBTS;
        }
    }));

    /** @param shown whether this store's image has a revision */
    Proposals(Keeper keeper, Talk talk, Disk disk, Predicate<Revision> shown) {
        this.keeper = keeper;
        this.talk = talk;
        this.disk = disk;
        this.shown = shown;
    }

    Outcome decide(Entry.Proposal p) {
        UUID id = p.change().id();
        long until = System.nanoTime() + PATIENCE;
        while (true) {
            Attempt attempt = attempt(p, until);
            if (attempt instanceof Attempt.Decided d) {
                doubtful.remove(id);
                return d.outcome() instanceof Outcome.Done done && !seen(done.revision(), until)
                        ? new Outcome.Unknown(id, "it is done, but did not come back to this node in time")
                        : d.outcome();
            }
            if (attempt instanceof Attempt.Lost) {
                doubtful.add(id);
            }
            boolean over =
                    System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted();
            Optional<String> hopeless = hopeless(attempt);
            // Who knows no leader says so at once, but to those whose change may be in a log.
            if (over || hopeless.isPresent() && !doubtful.contains(id)) {
                String why = hopeless.orElseGet(attempt::why);
                return doubtful.contains(id)
                        ? new Outcome.Unknown(id, why)
                        : new Outcome.Refused(Reason.NO_QUORUM, "", why);
            }
            LockSupport.parkNanos(AGAIN);
        }
    }

    /** Why it will not be decided soon; empty where it may be. What the last attempt met may be over by now. */
    private Optional<String> hopeless(Attempt last) {
        if (keeper.alone() || keeper.halt().is()) {
            return keeper.replica() == null ? Optional.of(keeper.trouble()) : Optional.empty();
        }
        boolean silent = keeper.contact().silence().toNanos() >= Contact.KNOWN_NANOS;
        return silent && !keeper.leads() ? Optional.of(last.why()) : Optional.empty();
    }

    private Attempt attempt(Entry.Proposal p, long until) {
        if (keeper.halt().is()) {
            return new Attempt.NotSent(keeper.trouble());
        }
        long rest = until - System.nanoTime();
        if (keeper.alone() || keeper.leads()) {
            return here(p, rest);
        }
        Contact.Known known = keeper.contact().known();
        Optional<String> leader = known.leader();
        if (leader.isEmpty() || leader.get().equals(keeper.home().member())) {
            return unled();
        }
        return there(leader.get(), known.another(), p, rest);
    }

    private Attempt unled() {
        return new Attempt.NotSent(
                keeper.replica() == null && !keeper.trouble().equals("the store is closed")
                        ? keeper.trouble()
                        : "no leader is known to this node: too few of the nodes that vote are within reach");
    }

    /** Why a change would be refused at once now; empty where it may be decided. */
    Optional<String> refuses() {
        return hopeless(unled());
    }

    /** Has it decided by the leader; gives up on it as soon as another one leads. */
    private Attempt there(String leader, CompletableFuture<Void> another, Entry.Proposal p, long nanos) {
        CompletableFuture<byte[]> answer = talk.ask(leader, Talk.Topic.DECIDE, EntryCodec.bytes(p));
        try {
            CompletableFuture.anyOf(answer, another).get(Math.max(nanos, 1), TimeUnit.NANOSECONDS);
            return answer.isDone()
                    ? Attempt.of(answer.join())
                    : new Attempt.Lost(leader + " leads no more, and did not answer");
        } catch (TimeoutException e) {
            return new Attempt.Lost(leader + " did not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt.Lost("interrupted while waiting for " + leader);
        } catch (ExecutionException | CompletionException | CancellationException e) {
            return new Attempt.Lost(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        } catch (IOException e) {
            return new Attempt.Lost(String.valueOf(e.getMessage()));
        }
    }

    /** Has it decided by this store's own replica. */
    Attempt here(Entry.Proposal p, long nanos) {
        UUID id = p.change().id();
        if (disk.low() && !Disk.harmless(p.change()) && !doubtful.contains(id)) {
            Optional<Outcome> known = keeper.newest().outcomes().find(id);
            return new Attempt.Decided(known.orElseGet(() -> new Outcome.Refused(Reason.DISK_FULL, "", disk.says())));
        }
        Replica replica = keeper.replica();
        if (replica == null) {
            return new Attempt.NotSent(keeper.trouble());
        }
        if (!keeper.alone() && !replica.leads()) {
            return new Attempt.NotSent("this member does not lead");
        }
        try {
            RaftClientReply reply = replica.submit(p).get(Math.max(nanos, 1), TimeUnit.NANOSECONDS);
            return reply.isSuccess() ? new Attempt.Decided(outcome(reply)) : failed(reply.getException());
        } catch (TimeoutException e) {
            return new Attempt.Lost("the store did not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt.Lost("interrupted while waiting for the store");
        } catch (ExecutionException | CompletionException | IOException e) {
            return failed(e instanceof IOException ? e : e.getCause());
        }
    }

    /** Waits until the image has what was done elsewhere. */
    private boolean seen(Revision revision, long until) {
        while (!shown.test(revision)) {
            if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
        return true;
    }

    /** A leader that loses its place says NotLeader to changes that are in its log already: those are in doubt. */
    private static Attempt failed(@Nullable Throwable e) {
        String why = e == null ? "the store gave no reason" : String.valueOf(e.getMessage());
        return e instanceof LeaderNotReadyException || e instanceof ResourceUnavailableException
                ? new Attempt.NotSent(why)
                : new Attempt.Lost(why);
    }

    private static Outcome outcome(RaftClientReply reply) throws IOException {
        return OutcomeCodec.read(
                new In(new ByteArrayInputStream(reply.getMessage().getContent().toByteArray())));
    }
}
