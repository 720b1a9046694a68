package io.coppice.store.raft;

import io.coppice.store.Change;
import io.coppice.store.state.Door;
import io.coppice.store.state.Entry;
import io.coppice.store.state.Terms;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a replica needs from time to time: snapshots, ends of terms, comparing, a look at the disk. One thread. */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final long NOT_TWICE_WITHIN = TimeUnit.SECONDS.toNanos(30);

    /** Fewer entries are applied again at the next start faster than a snapshot is written now. */
    private static final long WORTH_A_SNAPSHOT = 1000;

    private static final long COMPARE_EVERY = TimeUnit.HOURS.toNanos(1);
    private static final long ANSWER_SECONDS = 10;

    private final Keeper keeper;
    private final StoreOptions options;
    private final Disk disk;
    private final Terms terms = new Terms();
    private long lastSnapshotNanos = System.nanoTime();

    /** Of the state when it was looked at last; 0 before the first time. */
    private int level;

    private long lastCompareNanos = System.nanoTime();
    private final AtomicLong lastLost = new AtomicLong(System.nanoTime());

    Upkeep(Keeper keeper, StoreOptions options, Disk disk) {
        this.keeper = keeper;
        this.options = options;
        this.disk = disk;
    }

    /** @param tick counts; ten are a second */
    void tick(int tick) throws InterruptedException {
        boolean leads = keeper.leads();
        if (leads) {
            terms.due(keeper.newest().picture(), System.nanoTime()).forEach(e -> propose(Door.expiry(e)));
        } else {
            terms.reset();
        }
        if (tick % 10 == 0) {
            disk.look();
            snapshotIfDue();
            if (leads) {
                lapse();
                compareIfDue();
            }
        }
    }

    /**
     * A follower lacks what it had acknowledged: its disk is an older one. Ratis brings it up only with a new entry, so
     * there is one. Of any thread.
     */
    void lost(String follower) {
        long now = System.nanoTime();
        long before = lastLost.get();
        if (now - before < TimeUnit.SECONDS.toNanos(1) || !lastLost.compareAndSet(before, now)) {
            return;
        }
        Replica r = keeper.replica();
        if (r == null || !r.leads() || !keeper.newest().comparesHashes()) {
            return;
        }
        LOG.warn("{} lacks what this leader sent before; it gets it again", follower);
        try {
            var unused = r.submit(new Entry.Mark(UUID.randomUUID()));
        } catch (IOException e) {
            LOG.warn("{} does not get it yet: {}", follower, e.getMessage());
        }
    }

    /** Forgets which terms run: it may be another's turn to count them. */
    void reset() {
        terms.reset();
    }

    private void lapse() {
        List<Change.Write.Lapse> lapsed = terms.lapsed(keeper.newest().picture(), System.nanoTime());
        if (!lapsed.isEmpty()) {
            propose(Door.lapse(lapsed));
        }
    }

    private void propose(Change expiry) {
        Replica r = keeper.replica();
        if (r == null) {
            return;
        }
        try {
            // Not waited for: asked again at the next tick, apply refuses what is over already.
            var unused = r.submit(new Entry.Proposal(0, expiry));
        } catch (IOException e) {
            LOG.warn("the end of a term could not be proposed: {}", e.getMessage());
        }
    }

    void compareHashes() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Replica r = keeper.replica();
        if (r == null || !r.leads() || !keeper.newest().comparesHashes()) {
            return;
        }
        UUID mark = UUID.randomUUID();
        r.submit(new Entry.Mark(mark)).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        Entry.HashOfMarked mine = r.machine().hashes().of(mark);
        if (mine != null) {
            r.submit(mine).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void compareIfDue() throws InterruptedException {
        if (System.nanoTime() - lastCompareNanos < COMPARE_EVERY) {
            return;
        }
        lastCompareNanos = System.nanoTime();
        try {
            compareHashes();
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.warn("the state's hash could not be compared: {}", e.getMessage());
        }
    }

    private void snapshotIfDue() {
        Replica r = keeper.replica();
        if (r == null) {
            return;
        }
        boolean raised = wasRaised();
        long age = System.nanoTime() - lastSnapshotNanos;
        boolean many = r.machine().entries() >= options.snapshotEntries() && age > NOT_TWICE_WITHIN;
        boolean old = age > options.snapshotEvery().toNanos();
        if (!raised && !many && !old && r.machine().bytes() < options.snapshotBytes()) {
            return;
        }
        lastSnapshotNanos = System.nanoTime();
        try {
            r.snapshot();
        } catch (IOException | RuntimeException e) {
            LOG.error("A snapshot of the store could not be written", e);
        }
    }

    /** An older program, put back in this one's place, meets the level before all else then, and not in the middle of the log. */
    private boolean wasRaised() {
        int before = level;
        level = keeper.newest().level();
        return before > 0 && level > before;
    }

    void snapshotForTheNextStart() {
        Replica r = keeper.replica();
        if (r != null && r.machine().entries() >= WORTH_A_SNAPSHOT) {
            try {
                r.snapshot();
            } catch (IOException | RuntimeException e) {
                LOG.warn("the next start will be slower: {}", e.getMessage());
            }
        }
    }
}
