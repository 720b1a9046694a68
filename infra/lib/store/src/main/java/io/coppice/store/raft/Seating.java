package io.coppice.store.raft;

import io.coppice.store.Image;
import io.coppice.store.Membership.Standing;
import io.coppice.store.follow.Followers;
import io.coppice.store.member.Voters;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.ratis.protocol.RaftClientReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader's care for who votes: looks twice a second how the members stand, and takes one step at a time. */
final class Seating {
    private static final Logger LOG = LoggerFactory.getLogger(Seating.class);
    private static final long SEAT_MILLIS = 10_000;
    private static final long CHANGE_SECONDS = 60;
    private static final long LATER = TimeUnit.SECONDS.toNanos(2);
    private static final long SILENT_MILLIS = 3000;

    private final Keeper keeper;
    private final Talk talk;
    private final Followers followers;
    private final Function<Image, List<String>> members;
    private final Duration deadAfter;
    private final AtomicBoolean changing = new AtomicBoolean();
    private volatile long notBefore;

    /** @param deadAfter a voter that was silent for so long is replaced */
    Seating(Keeper keeper, Talk talk, Followers followers, Function<Image, List<String>> members, Duration deadAfter) {
        this.keeper = keeper;
        this.talk = talk;
        this.followers = followers;
        this.members = members;
        this.deadAfter = deadAfter;
        notBefore = System.nanoTime();
    }

    List<String> members() {
        return members(keeper.newest().picture());
    }

    List<String> members(Image image) {
        return members.apply(image);
    }

    /** All members, first those that shall rather vote; none where this one does not lead. */
    List<Standing> standings() {
        Replica r = keeper.replica();
        if (r == null || !r.leads()) {
            return List.of();
        }
        return standings(members(), r.voters(), r.silentMillis());
    }

    private List<Standing> standings(List<String> of, List<String> voters, Map<String, Long> silent) {
        return of.stream().map(m -> standing(m, voters, silent)).toList();
    }

    private Standing standing(String member, List<String> voters, Map<String, Long> silent) {
        if (member.equals(keeper.home().member())) {
            return new Standing(member, voters.contains(member), Duration.ZERO, true, keeper.knows());
        }
        Optional<Followers.Heard> heard = followers.heard(member);
        boolean votes = voters.contains(member);
        Duration silence = votes
                ? Duration.ofMillis(silent.getOrDefault(member, 0L))
                : heard.map(Followers::silent).orElse(Duration.ofDays(1));
        return new Standing(
                member,
                votes,
                silence,
                !votes && heard.isPresent() && followers.ready(heard.get()),
                heard.map(Followers.Heard::level).orElse(0));
    }

    /** Looks, and begins a step when one is due and none is on its way. */
    void look() {
        Replica r = keeper.replica();
        if (r == null || !r.leads() || System.nanoTime() - notBefore < 0 || !r.votersCommitted()) {
            return;
        }
        List<String> voters = r.voters();
        List<String> counted = members();
        Map<String, Long> silent = r.silentMillis();
        Voters.Now now = new Voters.Now(
                voters,
                standings(counted, voters, silent),
                standings(voters.stream().filter(v -> !counted.contains(v)).toList(), voters, silent),
                keeper.home().member());
        Optional<List<String>> next = Voters.next(now, deadAfter);
        if (next.isPresent()) {
            step(() -> change(r, voters, next.get()));
        } else {
            withoutLog(voters, silent).ifPresent(voter -> step(() -> seatAgain(voter)));
        }
    }

    private void step(Runnable what) {
        if (!changing.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("store-seating").start(() -> {
            try {
                what.run();
            } finally {
                changing.set(false);
            }
        });
    }

    /** One that is to vote and asks for the stream in place of that: its disk is from before it kept a log. */
    private Optional<String> withoutLog(List<String> voters, Map<String, Long> silent) {
        return voters.stream()
                .filter(v -> silent.getOrDefault(v, 0L) > SILENT_MILLIS)
                .filter(v -> followers
                        .heard(v)
                        .filter(h -> Followers.silent(h).toMillis() < SILENT_MILLIS)
                        .isPresent())
                .findFirst();
    }

    /** It gets all that it lacks, and votes only then. */
    private void seatAgain(String voter) {
        LOG.warn("{} keeps no log, though it is to vote; it gets it again", voter);
        try {
            talk.ask(voter, Talk.Topic.SEAT, new byte[0], SEAT_MILLIS);
        } catch (IOException e) {
            LOG.warn("{} does not get it yet: {}", voter, e.getMessage());
        }
        notBefore = System.nanoTime() + LATER;
    }

    private void change(Replica r, List<String> voters, List<String> next) {
        LOG.info("{} makes {} vote, after {}", keeper.home().member(), next, voters);
        try {
            // Before anybody else can count: from then on this one must never start as if it were alone.
            keeper.home().remember(members());
            for (String one : next) {
                if (!voters.contains(one)) {
                    talk.ask(one, Talk.Topic.SEAT, new byte[0], SEAT_MILLIS);
                }
            }
            RaftClientReply reply = r.setVoters(voters, next)
                    .orTimeout(CHANGE_SECONDS, TimeUnit.SECONDS)
                    .join();
            if (!reply.isSuccess()) {
                throw new IOException(String.valueOf(reply.getException()));
            }
        } catch (IOException | CompletionException e) {
            LOG.warn("Who votes stays as it is for now: {}", e.getMessage());
            notBefore = System.nanoTime() + LATER;
        }
    }
}
