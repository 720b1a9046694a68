package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Watcher;
import io.coppice.store.follow.Followers;
import io.coppice.store.state.Door;
import io.coppice.store.state.Entry;
import io.coppice.store.state.NewerLevel;
import io.coppice.store.state.State;
import io.coppice.store.watch.Fed;
import io.coppice.store.watch.Feed;
import io.coppice.store.watch.Present;
import io.coppice.store.watch.Watches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store of this node, over a replica or a stream that may be restarted under it. */
final class RaftStore implements Store, Fed {
    private static final Logger LOG = LoggerFactory.getLogger(RaftStore.class);
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(60);

    private final ReentrantLock publishing = new ReentrantLock();
    private final Watches watches = new Watches(new Present(State.BLANK.picture(), State.BLANK.history()));
    private final Keeper keeper;
    private final Proposals proposals;
    private final Followers followers;
    private final Members members;
    private final Seating seating;
    private final Raising raising;
    private final Place place;
    private volatile State newest = State.BLANK;

    private RaftStore(Home home, StoreOptions options, Cluster cluster, boolean settled) {
        Disk disk = new Disk(home.dir(), options.minFreeBytes());
        Talk talk = new Talk(cluster.lines());
        keeper = new Keeper(home, options, disk, talk, this::publish);
        proposals = new Proposals(keeper, talk, disk, this::shows);
        followers = new Followers(new Leading());
        seating = new Seating(keeper, talk, followers, cluster.members(), options.deadAfter());
        raising = new Raising(keeper, talk, seating, proposals);
        members = new Members(keeper, talk, seating, raising, this::state);
        Place.Told told = new Place.Told(members, this::publish, () -> newest);
        place = new Place(keeper, talk, told, cluster.members(), settled);
        keeper.alsoEveryTick(this::tick);
    }

    /** @param settled whether this is not the first start after joining */
    static RaftStore open(Path dir, NodeName me, StoreOptions options, Cluster cluster, boolean settled)
            throws IOException {
        try {
            Home home = Home.enter(dir, me);
            RaftStore store = new RaftStore(home, options, cluster, settled);
            store.start(cluster);
            return store;
        } catch (IOException | RuntimeException e) {
            Optional<NewerLevel> newer = NewerLevel.in(e);
            if (newer.isPresent()) {
                throw new IOException(
                        "The store in " + dir + " cannot be opened, and was left as it is: "
                                + newer.get().getMessage(),
                        e);
            }
            throw new IOException(
                    "The store in " + dir + " cannot be opened: " + e.getMessage()
                            + "\nNothing was changed. If another process uses it, stop that one. Otherwise put back a"
                            + " backup of the whole directory, or, where other nodes hold the store, move the directory"
                            + " away and join this node to them anew.",
                    e);
        }
    }

    private void start(Cluster cluster) throws IOException {
        Answers answers = new Answers(keeper, proposals, followers, raising);
        try {
            place.begin(cluster.lines().answer(answers::answer));
            keeper.start(OPEN_WITHIN);
            raising.alone(OPEN_WITHIN);
            place.await();
        } catch (IOException | RuntimeException e) {
            place.close();
            keeper.close();
            throw e;
        }
    }

    private int ticks;

    /** Of the keeper's thread, ten times a second. */
    private void tick() {
        place.look();
        if (keeper.leads()) {
            followers.sample();
            if (++ticks % 5 == 0) {
                seating.look();
            }
        } else {
            followers.forget();
        }
    }

    private final class Leading implements Followers.Leading {
        @Override
        public boolean leads() {
            return keeper.leads();
        }

        @Override
        public Optional<String> leader() {
            return keeper.contact().leader();
        }

        @Override
        public List<String> voters() {
            return keeper.voters();
        }

        @Override
        public boolean counts(String member) {
            return seating.members().contains(member);
        }

        @Override
        public State newest() {
            return keeper.newest();
        }
    }

    /** States come in order; after a restart of the replica, and from a leader's stream, old ones come again. */
    private void publish(State state) {
        publishing.lock();
        try {
            Revision before = newest.picture().revision();
            Revision after = state.picture().revision();
            if (!after.incarnation().equals(before.incarnation()) || after.number() >= before.number()) {
                newest = state;
            }
            if (!after.incarnation().equals(before.incarnation()) || after.number() > before.number()) {
                watches.publish(new Present(state.picture(), state.history()));
            }
        } finally {
            publishing.unlock();
        }
        followers.wake();
    }

    private boolean shows(Revision revision) {
        Revision now = watches.present().picture().revision();
        return !now.incarnation().equals(revision.incarnation()) || now.number() >= revision.number();
    }

    /** Why a change would be refused at once now; empty where it may be decided. */
    Optional<String> refuses() {
        return proposals.refuses();
    }

    /** All that it knows now. */
    State state() {
        return newest;
    }

    Membership membership() {
        return members;
    }

    @Override
    public Image image() {
        return watches.present().picture();
    }

    @Override
    public Outcome submit(Change change) {
        Optional<Outcome> refused = Door.refuse(change);
        return refused.isPresent() ? refused.get() : proposals.decide(new Entry.Proposal(0, change));
    }

    @Override
    public Watch watchAfter(Revision seen, String prefix, Watcher watcher) {
        return watches.watchAfter(seen, prefix, watcher);
    }

    @Override
    public Watch watch(String prefix, Watcher watcher) {
        return watches.watch(prefix, watcher);
    }

    @Override
    public Watch feed(Feed.Reader reader) {
        return watches.watch(reader);
    }

    /** Whether it votes, and who else does is settled as far as it knows. */
    boolean seated() {
        Replica now = keeper.replica();
        return keeper.votes() && now != null && now.settled().isPresent();
    }

    /**
     * Gives the lead to another voter that lives, if this one has it.
     *
     * @return whether another one took it
     */
    boolean handOver() {
        Replica now = keeper.replica();
        return now != null && now.handOver();
    }

    @Override
    public void close() {
        var unused = handOver();
        watches.close();
        place.close();
        keeper.close();
        LOG.debug("the store is closed");
    }
}
