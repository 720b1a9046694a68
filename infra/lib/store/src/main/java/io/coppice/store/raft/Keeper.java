package io.coppice.store.raft;

import io.coppice.store.state.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a replica running where there shall be one: founds the store, restarts what failed, sits down and leaves. */
final class Keeper implements AutoCloseable, Machine.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long TICK_MILLIS = 100;

    private final Home home;
    private final StoreOptions options;
    private final Talk talk;
    private final Contact contact = new Contact();
    private final Consumer<State> publish;
    private final Upkeep upkeep;
    private final ReentrantLock changing = new ReentrantLock();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile CountDownLatch ready = new CountDownLatch(1);
    private volatile @Nullable Replica replica;
    private volatile @Nullable Probation probation;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Throwable lastFailure; // until it is back
    private final Halt halt = new Halt();
    private volatile boolean seated;
    private volatile State newest = State.BLANK;
    private volatile Runnable everyTick = () -> {};
    private RaftLines.@Nullable Route route;
    private final Pause pause = new Pause();
    private @Nullable Thread thread;

    /** Of a store that has no others. */
    Keeper(Home home, StoreOptions options, Disk disk, Consumer<State> publish) {
        this(home, options, disk, new Talk(Cluster.none().lines()), publish);
    }

    Keeper(Home home, StoreOptions options, Disk disk, Talk talk, Consumer<State> publish) {
        this.home = home;
        this.options = options;
        this.talk = talk;
        this.publish = publish;
        upkeep = new Upkeep(this, options, disk);
    }

    /** What else shall happen ten times a second; before {@link #start}. */
    void alsoEveryTick(Runnable what) {
        everyTick = what;
    }

    /**
     * A store that is alone leads when this returns; one of several has begun to find its place.
     *
     * @throws IOException when it does not come up in time; then nothing runs
     */
    void start(Duration within) throws IOException {
        try {
            raise(within);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        thread = Thread.ofPlatform().daemon().name("store-keeper").start(this::keep);
    }

    boolean alone() {
        return !home.joined();
    }

    private void raise(Duration within) throws IOException {
        if (alone()) {
            run(true);
            lead(within);
        } else if (home.hasLog()) {
            run(false);
        }
    }

    private void run(boolean alone) throws IOException {
        ready = new CountDownLatch(1);
        failure = null;
        seated = !alone && home.voted();
        Probation trial = new Probation(this, talk, contact, alone);
        RaftLines.Route made = new RaftLines.Route(talk, trial::mayStand, upkeep::lost);
        Replica starting = Replica.start(home, alone, made, new Machine(this, options));
        route = made;
        probation = trial;
        replica = starting;
        trial.start(starting);
    }

    /** Waits until it leads, has applied its whole log, and is founded. */
    private void lead(Duration within) throws IOException {
        Replica starting = running();
        try {
            if (!ready.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not come up within " + within.toSeconds() + " s");
            }
            failed();
            Founding.found(starting, within);
            failed();
            home.founded();
            seated = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Replica running() throws IOException {
        Replica now = replica;
        if (now == null) {
            throw new IOException(trouble());
        }
        return now;
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
        route = null;
        probation = null;
        if (old != null) {
            contact.ended(home.member());
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
                if (halt.is()) {
                    locked(this::lower);
                    LOG.error("{}", trouble());
                    return;
                }
                everyTick.run();
                if (failure == null) {
                    look();
                    upkeep.tick(++tick);
                } else if (replica != null) {
                    giveUp();
                } else if (pause.over()) {
                    tryAgain();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("The store's keeper failed", e);
            halted(e);
        }
    }

    private void giveUp() {
        LOG.error("The store's replica failed and is restarted", failure);
        locked(this::lower);
        upkeep.reset();
        pause.begin();
    }

    private void tryAgain() {
        changing.lock();
        try {
            home.checkLog();
            raise(Duration.ofSeconds(30));
            lastFailure = null;
            LOG.info("The store's replica is back");
        } catch (IOException | RuntimeException e) {
            LOG.error("The store's replica does not come back: {}", e.getMessage());
            failure = lastFailure = e;
            lower();
            pause.longer();
        } finally {
            changing.unlock();
        }
    }

    private void locked(Runnable change) {
        changing.lock();
        try {
            change.run();
        } finally {
            changing.unlock();
        }
    }

    /** Whether this one still has its place. */
    private void look() {
        Replica now = replica;
        if (now == null) {
            return;
        }
        if (now.leads()) {
            contact.heard(home.member());
        } else {
            contact.ended(home.member());
        }
        if (!seated && now.voters().contains(home.member())) {
            sitDown();
        } else if (seated && now.votesNoMore()) {
            leave(now);
        } else if (!now.running()) {
            failed(new IOException("the group closed it"));
        }
    }

    private void sitDown() {
        try {
            home.founded();
            seated = true;
        } catch (IOException e) {
            failed(e);
        }
    }

    /** A leader wants this member to vote: it begins with an empty log, which the leader fills. */
    void seat() throws IOException {
        changing.lock();
        try {
            failed();
            if (alone() || end.getCount() == 0) {
                throw new IOException("this store is alone");
            }
            if (replica == null) {
                run(false);
            }
        } finally {
            changing.unlock();
        }
    }

    /** It votes no more: others were told so, and that is committed. */
    void leave(Replica which) {
        changing.lock();
        try {
            if (replica == which && !alone()) {
                LOG.info("{} votes no more and follows", home.member());
                lower();
                seated = false;
                home.dropLog();
            }
        } catch (IOException e) {
            failed(e);
        } finally {
            changing.unlock();
        }
    }

    /** Marks the state, counts its hash, and has every replica compare its own with it. */
    void compareHashes() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        upkeep.compareHashes();
    }

    /** Makes a state the store's, and keeps it. */
    void adopt(State state) throws IOException {
        Replica r = running();
        r.machine().adopt(state);
        r.snapshot();
    }

    State newest() {
        return newest;
    }

    Contact contact() {
        return contact;
    }

    Home home() {
        return home;
    }

    /** The replica that can be asked; null while there is none. */
    @Nullable
    Replica replica() {
        return failure == null ? replica : null;
    }

    boolean isCurrent(Replica which) {
        return replica == which;
    }

    @Nullable
    Probation probation() {
        return probation;
    }

    boolean leads() {
        Replica now = replica();
        return now != null && now.leads();
    }

    /** Whether it is one of the voters, as far as its own log goes. */
    boolean votes() {
        return seated && replica() != null;
    }

    /** Who votes, as its own log has it. */
    List<String> voters() {
        Replica now = replica();
        return now == null ? List.of() : now.voters();
    }

    String trouble() {
        Throwable why = lastFailure;
        return halt.says().orElse(why == null ? "the store is closed" : "the store has failed: " + why.getMessage());
    }

    /** The newest level that is taken for known here. */
    int knows() {
        return options.knows();
    }

    Halt halt() {
        return halt;
    }

    @Override
    public void applied(State state) {
        newest = state;
        if (state.founded()) {
            publish.accept(state);
        }
        RaftLines.Route now = route;
        if (now != null) {
            now.committed();
        }
    }

    @Override
    public void leaderReady() {
        ready.countDown();
    }

    @Override
    public void notLeading() {
        contact.ended(home.member());
    }

    @Override
    public void halted(Throwable why) {
        if (halt.because(why)) {
            LOG.error("The store halts: another program is needed, or a report of this one", why);
            failed(why);
        }
    }

    @Override
    public void failed(Throwable why) {
        if (failure == null) {
            failure = lastFailure = why;
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
        upkeep.snapshotForTheNextStart();
        locked(this::lower);
        try {
            home.close();
        } catch (IOException e) {
            LOG.warn("unlocking the store", e);
        }
    }
}
