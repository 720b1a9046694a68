package io.coppice.store.raft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A voter that starts neither votes nor asks for votes until it has all that a leader has committed, or until no other
 * voter that answers knows a leader. Its disk may be an old one, put back: what it acknowledged since is then not there,
 * and its vote could elect a leader without it. It also learns here that it votes no more.
 */
final class Probation {
    private static final Logger LOG = LoggerFactory.getLogger(Probation.class);
    private static final long ANSWER_MILLIS = 1000;
    private static final long AGAIN_MILLIS = 250;
    private static final long SILENCE_MILLIS = 3000;

    private final Keeper keeper;
    private final Talk talk;
    private final Contact contact;
    private volatile boolean passed;

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

    /** A leader's entries were taken: all that it has committed is here. */
    void caughtUp() {
        passed = true;
    }

    void start(Replica replica) {
        Thread.ofVirtual().name("store-probation").start(() -> watch(replica));
    }

    /** Until the replica ends: in the beginning, and later whenever it hears no leader. */
    private void watch(Replica replica) {
        try {
            while (keeper.isCurrent(replica)) {
                List<String> voters = replica.voters();
                if (voters.contains(me()) && (!passed || !heard())) {
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
        for (Who who : answers(voters)) {
            if (who.votersSince() > replica.votersSince()
                    && !who.voters().isEmpty()
                    && !who.voters().contains(me())) {
                keeper.leave(replica);
                return;
            }
            led |= who.leader().filter(l -> !l.equals(me())).isPresent();
        }
        if (!led && !passed) {
            LOG.info("{} votes: no other voter knows a leader", me());
            passed = true;
        }
    }

    private List<Who> answers(List<String> voters) throws InterruptedException {
        List<CompletableFuture<byte[]>> asked = voters.stream()
                .filter(v -> !v.equals(me()))
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
