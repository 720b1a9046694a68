package io.coppice.store.follow;

import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.state.Documents;
import io.coppice.store.state.Happening;
import io.coppice.store.state.History;
import io.coppice.store.state.NewerLevel;
import io.coppice.store.state.Outcomes;
import io.coppice.store.state.Picture;
import io.coppice.store.state.SortedTree;
import io.coppice.store.state.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the leader until it is closed: asks what happened, and shows it. One thread. */
public final class Following implements AutoCloseable {
    /** Who follows. One thread calls it. */
    public interface Follower {
        /** Members to ask when no leader is known, without itself. */
        List<String> known();

        /** A leader answered. */
        void led(String leader, List<String> voters);

        /** The leader does not count this member. */
        void stranger();

        /** The leader is at a level that is not known here; said each time that it answers. */
        void outdated(NewerLevel why);

        /** A whole state; its outcomes are the leader's alone. */
        void show(State state);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final long HISTORY_BYTES = 16L << 20;
    private static final long ANSWER_MILLIS = 3000;
    private static final long PAUSE_MILLIS = 100;

    private final BiFunction<String, byte[], CompletableFuture<byte[]>> lines;
    private final Follower follower;
    private final boolean settled;
    private final int knows;
    private final Thread thread;
    private volatile boolean closed;
    private State state;
    private Documents documents = Documents.NONE;
    private Fed.@Nullable Whole resetting;
    private Optional<String> leader = Optional.empty();
    private int turn;

    private Following(
            BiFunction<String, byte[], CompletableFuture<byte[]>> lines,
            Follower follower,
            State state,
            boolean settled,
            int knows) {
        this.lines = lines;
        this.follower = follower;
        this.state = state;
        this.settled = settled;
        this.knows = knows;
        thread = Thread.ofVirtual().name("store-following").unstarted(this::run);
    }

    /**
     * @param lines carries a question to a member
     * @param state from which it goes on
     * @param settled whether this member was restarted since it joined
     * @param knows the newest level that it knows
     */
    public static Following start(
            BiFunction<String, byte[], CompletableFuture<byte[]>> lines,
            Follower follower,
            State state,
            boolean settled,
            int knows) {
        Following following = new Following(lines, follower, state, settled, knows);
        following.thread.start();
        return following;
    }

    private void run() {
        while (!closed) {
            Optional<String> whom = leader.or(this::another);
            try {
                if (whom.isEmpty() || !asked(whom.get())) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Optional<String> another() {
        List<String> known = follower.known();
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(Math.floorMod(turn++, known.size())));
    }

    /** Whether it led on; else another one is asked, after a pause. */
    private boolean asked(String whom) throws InterruptedException {
        Fed.Whole part = resetting;
        try {
            Ask ask = new Ask(
                    state.picture().revision(),
                    settled,
                    knows,
                    part == null ? 0 : part.reset(),
                    part == null ? 0 : part.part());
            Fed fed = Fed.of(lines.apply(whom, ask.bytes()).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS));
            if (!closed) {
                return took(whom, fed);
            }
        } catch (IOException | ExecutionException | TimeoutException | IllegalStateException e) {
            LOG.debug("{} did not feed this member: {}", whom, e.getMessage());
            leader = Optional.empty();
            resetting = null;
        }
        return false;
    }

    private boolean took(String whom, Fed fed) throws IOException {
        switch (fed) {
            case Fed.Elsewhere e -> {
                boolean known = e.leader().filter(l -> !l.equals(whom)).isPresent();
                leader = known && leader.isEmpty() ? e.leader() : Optional.empty();
                resetting = null;
                return leader.isPresent();
            }
            case Fed.Stranger s -> {
                follower.stranger();
                return false;
            }
            case Fed.News n -> {
                leader = Optional.of(whom);
                knows(n.leader());
                news(n);
                follower.led(whom, n.leader().voters());
            }
            case Fed.Part p -> {
                leader = Optional.of(whom);
                knows(p.leader());
                part(p);
                follower.led(whom, p.leader().voters());
            }
        }
        return true;
    }

    private void knows(Fed.Leader leader) throws IOException {
        try {
            NewerLevel.refuse(leader.level(), knows);
        } catch (NewerLevel e) {
            follower.outdated(e);
            throw e;
        }
    }

    private void news(Fed.News n) throws IOException {
        resetting = null;
        if (n.items().isEmpty() && n.leader().level() == state.level()) {
            return;
        }
        Picture picture = state.picture();
        History history = state.history();
        for (Fed.Item item : n.items()) {
            Happening h = item.after(picture);
            picture = picture.with(h);
            history = history.with(h, HISTORY_BYTES);
        }
        show(n.leader(), picture, history);
    }

    private void part(Fed.Part p) {
        Fed.Whole before = resetting;
        if (before == null || before.reset() != p.whole().reset()) {
            documents = Documents.NONE;
        }
        for (Document d : p.documents()) {
            documents = documents.put(d);
        }
        if (!p.whole().last()) {
            resetting = p.whole();
            return;
        }
        SortedTree<Integer, Image.Reservation> reservations = SortedTree.empty();
        for (var r : p.whole().reservations()) {
            reservations = reservations.put(r.vmid(), r);
        }
        SortedTree<String, Image.Lease> leases = SortedTree.empty();
        for (var l : p.whole().leases()) {
            leases = leases.put(l.name(), l);
        }
        resetting = null;
        show(p.leader(), new Picture(p.whole().revision(), documents, reservations, leases), History.NONE);
        documents = Documents.NONE;
    }

    private void show(Fed.Leader leader, Picture picture, History history) {
        state = new State(leader.level(), leader.stampMillis(), leader.lastEpoch(), picture, Outcomes.NONE, history);
        follower.show(state);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** Waits until its thread has ended. */
    public void join() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }
}
