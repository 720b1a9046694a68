package io.coppice.store.raft;

import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.state.Apply;
import io.coppice.store.state.Door;
import io.coppice.store.state.Entry;
import io.coppice.store.state.State;
import io.coppice.store.state.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a replica running: founds the store, ends leases, takes snapshots, watches the disk, restarts what failed. */
final class Keeper implements AutoCloseable, Machine.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long TICK_MILLIS = 100;
    private static final long NOT_TWICE_WITHIN = TimeUnit.SECONDS.toNanos(30);

    /** Fewer entries are applied again at the next start faster than a snapshot is written now. */
    private static final long WORTH_A_SNAPSHOT = 1000;

    private static final long COMPARE_EVERY = TimeUnit.HOURS.toNanos(1);
    private static final long ANSWER_SECONDS = 10;

    private final Home home;
    private final StoreOptions options;
    private final Disk disk;
    private final Consumer<State> publish;
    private final Terms terms = new Terms();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile CountDownLatch ready = new CountDownLatch(1);
    private volatile @Nullable Replica replica;
    private volatile @Nullable Throwable failure;
    private volatile boolean leading;
    private volatile boolean halted;
    private volatile State newest = State.BLANK;
    private long lastSnapshotNanos = System.nanoTime();
    private long lastCompareNanos = System.nanoTime();
    private @Nullable Thread thread;

    Keeper(Home home, StoreOptions options, Disk disk, Consumer<State> publish) {
        this.home = home;
        this.options = options;
        this.disk = disk;
        this.publish = publish;
    }

    void start(Duration within) throws IOException {
        try {
            raise(within);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        thread = Thread.ofPlatform().daemon().name("store-keeper").start(this::keep);
    }

    /** Starts a replica and waits until it leads, has applied its whole log, and is founded. */
    private void raise(Duration within) throws IOException {
        ready = new CountDownLatch(1);
        failure = null;
        Replica starting = Replica.start(home, this);
        replica = starting;
        try {
            if (!ready.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not come up within " + within.toSeconds() + " s");
            }
            failed();
            Entry first = new Entry.Founding(UUID.randomUUID());
            starting.submit(first).get(within.toMillis(), TimeUnit.MILLISECONDS);
            failed();
            raiseLevel(starting, within);
            home.founded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("it does not take its first entry", e);
        }
    }

    /** A group of one supports what this program does. */
    private void raiseLevel(Replica leading, Duration within)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        if (newest.level() < Apply.LEVEL) {
            leading.submit(new Entry.LevelRaise(Apply.LEVEL)).get(within.toMillis(), TimeUnit.MILLISECONDS);
            failed();
        }
    }

    private void failed() throws IOException {
        Throwable why = failure;
        if (why != null) {
            throw new IOException(why.getMessage(), why);
        }
    }

    private void lower() {
        Replica old = replica;
        replica = null;
        leading = false;
        if (old != null) {
            try {
                old.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("closing the store's replica", e);
            }
        }
    }

    private void keep() {
        int tick = 0;
        try {
            while (!end.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (halted) {
                    lower();
                    return;
                }
                if (failure != null) {
                    restart();
                } else if (leading) {
                    terms.due(newest.picture(), System.nanoTime()).forEach(e -> propose(Door.expiry(e)));
                }
                if (++tick % 10 == 0) {
                    disk.look();
                    snapshotIfDue();
                    lapse();
                    compareIfDue();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Marks the state, counts its hash, and has every replica compare its own with it. */
    void compareHashes() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Replica r = replica;
        if (r == null || !leading || !newest.comparesHashes()) {
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

    /** Makes a state the store's, and keeps it. */
    void adopt(State state) throws IOException {
        Replica r = replica;
        if (r == null) {
            throw new IOException(trouble());
        }
        r.machine().adopt(state);
        r.snapshot();
    }

    State newest() {
        return newest;
    }

    private void lapse() {
        List<Change.Write.Lapse> lapsed = leading ? terms.lapsed(newest.picture(), System.nanoTime()) : List.of();
        if (!lapsed.isEmpty()) {
            propose(Door.lapse(lapsed));
        }
    }

    private void propose(Change expiry) {
        Replica r = replica;
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

    private void restart() throws InterruptedException {
        LOG.error("The store's replica failed and is restarted", failure);
        lower();
        terms.reset();
        while (!end.await(1, TimeUnit.SECONDS)) {
            try {
                raise(Duration.ofSeconds(30));
                LOG.info("The store's replica is back");
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error("The store's replica does not come back: {}", e.getMessage());
                failure = e;
                lower();
            }
        }
    }

    private void snapshotIfDue() {
        Replica r = replica;
        if (r == null || failure != null) {
            return;
        }
        long age = System.nanoTime() - lastSnapshotNanos;
        boolean many = r.machine().entries() >= options.snapshotEntries() && age > NOT_TWICE_WITHIN;
        boolean old = age > options.snapshotEvery().toNanos();
        if (!many && !old && r.machine().bytes() < options.snapshotBytes()) {
            return;
        }
        lastSnapshotNanos = System.nanoTime();
        try {
            r.snapshot();
        } catch (IOException | RuntimeException e) {
            LOG.error("A snapshot of the store could not be written", e);
        }
    }

    private void snapshotForTheNextStart() {
        Replica r = replica;
        if (r != null && failure == null && r.machine().entries() >= WORTH_A_SNAPSHOT) {
            try {
                r.snapshot();
            } catch (IOException | RuntimeException e) {
                LOG.warn("the next start will be slower: {}", e.getMessage());
            }
        }
    }

    /** The replica that can be asked; null while there is none. */
    @Nullable
    Replica replica() {
        return failure == null ? replica : null;
    }

    String trouble() {
        Throwable why = failure;
        return why == null ? "the store is closed" : "the store has failed: " + why.getMessage();
    }

    Optional<Outcome> outcome(UUID id) {
        return newest.outcomes().find(id);
    }

    @Override
    public void applied(State state) {
        newest = state;
        if (state.founded()) {
            publish.accept(state);
        }
    }

    @Override
    public void leaderReady() {
        leading = true;
        ready.countDown();
    }

    @Override
    public void notLeading() {
        leading = false;
    }

    @Override
    public void halted(Throwable why) {
        LOG.error("The store halts: another program is needed, or a report of this one", why);
        halted = true;
        failed(why);
    }

    @Override
    public void failed(Throwable why) {
        if (failure == null) {
            failure = why;
        }
        ready.countDown();
    }

    @Override
    public void close() {
        end.countDown();
        Thread t = thread;
        if (t != null) {
            try {
                t.join(TimeUnit.SECONDS.toMillis(35));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        snapshotForTheNextStart();
        lower();
        try {
            home.close();
        } catch (IOException e) {
            LOG.warn("unlocking the store", e);
        }
    }
}
