package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Outcome.Reason;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Watcher;
import io.coppice.store.state.Door;
import io.coppice.store.state.Entry;
import io.coppice.store.state.State;
import io.coppice.store.watch.Fed;
import io.coppice.store.watch.Feed;
import io.coppice.store.watch.Present;
import io.coppice.store.watch.Watches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store of this node, over a replica that may be restarted under it. */
final class RaftStore implements Store, Fed {
    private static final Logger LOG = LoggerFactory.getLogger(RaftStore.class);
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(60);

    private final ReentrantLock publishing = new ReentrantLock();
    private final Watches watches = new Watches(new Present(State.BLANK.picture(), State.BLANK.history()));
    private final Disk disk;
    private final Keeper keeper;
    private final Proposals proposals;

    private RaftStore(Home home, StoreOptions options) {
        disk = new Disk(home.dir(), options.minFreeBytes());
        keeper = new Keeper(home, options, disk, this::publish);
        proposals = new Proposals(keeper);
    }

    static RaftStore open(Path dir, NodeName me, StoreOptions options) throws IOException {
        RaftStore store;
        try {
            Home home = Home.enter(dir, me);
            store = new RaftStore(home, options);
            store.keeper.start(OPEN_WITHIN);
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "The store in " + dir + " cannot be opened: " + e.getMessage()
                            + "\nNothing was changed. If another process uses it, stop that one. Otherwise put back a"
                            + " backup of the whole directory, or, where other nodes hold the store, move the directory"
                            + " away and join this node to them anew.",
                    e);
        }
        return store;
    }

    /** States come in order; after a restart of the replica, old ones come again and are not shown. */
    private void publish(State state) {
        publishing.lock();
        try {
            Present now = watches.present();
            boolean newer = !state.picture()
                            .revision()
                            .incarnation()
                            .equals(now.picture().revision().incarnation())
                    || state.picture().revision().number()
                            > now.picture().revision().number();
            if (newer) {
                watches.publish(new Present(state.picture(), state.history()));
            }
        } finally {
            publishing.unlock();
        }
    }

    /** All that it knows now. */
    State state() {
        return keeper.newest();
    }

    @Override
    public Image image() {
        return watches.present().picture();
    }

    @Override
    public Outcome submit(Change change) {
        Optional<Outcome> refused = Door.refuse(change);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (disk.low() && !Disk.harmless(change) && !proposals.doubtful(change.id())) {
            Optional<Outcome> known = keeper.outcome(change.id());
            return known.orElseGet(() -> new Outcome.Refused(Reason.DISK_FULL, "", disk.says()));
        }
        return proposals.decide(new Entry.Proposal(0, change));
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

    @Override
    public void close() {
        watches.close();
        keeper.close();
        LOG.debug("the store is closed");
    }
}
