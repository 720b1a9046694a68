package io.coppice.store.raft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.server.protocol.TermIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A voter that starts neither votes nor asks for votes until it has all that a leader has committed, or until no other
 * voter knows a leader. Its disk may be an old one, put back: what it acknowledged since is then not there, and its vote
 * could elect a leader without it. So where nobody leads it hears all other voters first, or those that answer within five
 * seconds, and for half a minute votes only for who has what the furthest of them had. It also learns here that it votes no
 * more.
 */
final class Probation {
    private static final Logger LOG = LoggerFactory.getLogger(Probation.class);
    private static final long ANSWER_MILLIS = 1000;
    private static final long AGAIN_MILLIS = 250;
    private static final long SILENCE_MILLIS = 3000;

    /** One of the others may be away for long, and the rest have to go on; what it alone has is at risk then. */
    private static final long WITHOUT_ALL_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The furthest of them may have gone again before it led. */
    private static final long WITHOUT_FURTHEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Keeper keeper;
    private final Talk talk;
    private final Contact contact;
    private final long began = System.nanoTime();
    private volatile boolean passed;
    private volatile long since = System.nanoTime();
    private volatile TermIndex least = TermIndex.valueOf(0, -1);

    /** @param passed whether there is nobody to ask */
    Probation(Keeper keeper, Talk talk, Contact contact, boolean passed) {
        this.keeper = keeper;
        this.talk = talk;
        this.contact = contact;
        this.passed = passed;
    }

    boolean passed() {
        return passed;
    }

    /** Whether who has this last entry, another or this one itself, may get its vote as far as this is concerned. */
    boolean allows(TermIndex last) {
        return passed && (last.compareTo(least) >= 0 || System.nanoTime() - since > WITHOUT_FURTHEST_NANOS);
    }

    /** Whether this one itself may ask for votes. */
    boolean mayStand() {
        Replica now = keeper.replica();
        return now == null ? passed : allows(now.last());
    }

    /** A leader's entries were taken: all that it has committed is here. */
    void caughtUp() {
        passed = true;
        least = TermIndex.valueOf(0, -1);
    }

    void start(Replica replica) {
        Thread.ofVirtual().name("store-probation").start(() -> watch(replica));
    }

    /** Until the replica ends: in the beginning, and later whenever it hears no leader. */
    private void watch(Replica replica) {
        try {
            while (keeper.isCurrent(replica)) {
                List<String> voters = replica.voters();
                // Also where it is to vote no more, and was not told that this is settled.
                if ((voters.contains(me()) || keeper.votes() && !voters.isEmpty()) && (!passed || !heard())) {
                    ask(replica, voters);
                }
                Thread.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean heard() {
        return contact.silence().toMillis() < SILENCE_MILLIS;
    }

    private String me() {
        return keeper.home().member();
    }

    private void ask(Replica replica, List<String> voters) throws InterruptedException {
        boolean led = false;
        List<String> others = voters.stream().filter(v -> !v.equals(me())).toList();
        List<Who> answers = answers(others);
        for (Who who : answers) {
            if (knowsBetter(who, replica)
                    && !who.voters().isEmpty()
                    && !who.voters().contains(me())) {
                keeper.leave(replica);
                return;
            }
            led |= who.leader().filter(l -> !l.equals(me())).isPresent();
        }
        boolean all = answers.size() == others.size();
        if (!led && !passed && voters.contains(me()) && (all || System.nanoTime() - began > WITHOUT_ALL_NANOS)) {
            least = answers.stream().map(Who::last).max(TermIndex::compareTo).orElse(least);
            LOG.info("{} votes: no other voter knows a leader; the furthest of them has {}", me(), least);
            since = System.nanoTime();
            passed = true;
        }
    }

    /**
     * Whether what the other one has settled of who votes comes after what is in the log here. That may have a higher number and
     * never have been settled: it came from a leader that was lost, and then entries of a later term lie where it has none.
     */
    private static boolean knowsBetter(Who who, Replica replica) {
        return who.votersSince() > replica.votersSince()
                || who.votersSince() >= 0 && who.last().getTerm() > replica.votersTerm();
    }

    private List<Who> answers(List<String> others) throws InterruptedException {
        List<CompletableFuture<byte[]>> asked = others.stream()
                .map(v -> talk.ask(v, Talk.Topic.WHO, new byte[0]))
                .toList();
        List<Who> answers = new ArrayList<>();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
        for (CompletableFuture<byte[]> a : asked) {
            try {
                answers.add(Who.of(a.get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS)));
            } catch (ExecutionException | TimeoutException | IOException e) {
                LOG.debug("a voter did not answer", e);
            }
        }
        return answers;
    }
}
