package io.coppice.store.memory;

import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Watcher;
import io.coppice.store.codec.EntryCodec;
import io.coppice.store.state.Apply;
import io.coppice.store.state.Door;
import io.coppice.store.state.Entry;
import io.coppice.store.state.State;
import io.coppice.store.state.Terms;
import io.coppice.store.watch.Fed;
import io.coppice.store.watch.Feed;
import io.coppice.store.watch.Present;
import io.coppice.store.watch.Watches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The whole truth in one process's memory; gone when that ends. Thread-safe. */
public final class MemoryStore implements Store, Fed {
    /** How the store behaves from now on. */
    public enum Mood {
        /** Decides and answers. */
        WELL,
        /** Neither decides nor answers: every change is unknown, and none happens. */
        AWAY,
        /** Decides, but the answer is lost: every change is unknown, though it may have happened. */
        MUTE,
        /** Refuses for want of a quorum; nothing happens. */
        ALONE
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier millis;
    private final Terms terms = new Terms();
    private final Watches watches;
    private volatile State state = State.BLANK;
    private volatile Mood mood = Mood.WELL;
    private volatile boolean closed;

    public MemoryStore() {
        this(new Random(), System::currentTimeMillis);
        Thread.ofVirtual().name("store-terms").start(this::expireForEver);
    }

    /**
     * For simulation: nothing happens by itself, terms end in {@link #expire}.
     *
     * @param random decides when watchers are reset: at one in eight deliveries
     * @param millis the clock that stamps changes
     */
    public MemoryStore(Random random, LongSupplier millis) {
        this(random, millis, () -> random.nextInt(8) == 0);
    }

    private MemoryStore(Random random, LongSupplier millis, BooleanSupplier forgetful) {
        this.millis = millis;
        UUID incarnation = new UUID(random.nextLong() | 1, random.nextLong());
        state = Apply.apply(state, new Entry.Founding(incarnation)).state();
        state = Apply.apply(state, new Entry.LevelRaise(Apply.LEVEL)).state();
        watches = new Watches(present(), forgetful);
    }

    /** One that goes on by itself and resets nobody: not to try what stands on it, but to stand on. */
    public static MemoryStore steady() {
        MemoryStore steady = new MemoryStore(new Random(), System::currentTimeMillis, () -> false);
        Thread.ofVirtual().name("store-terms").start(steady::expireForEver);
        return steady;
    }

    /** Makes the store fail, or stop failing. */
    public void become(Mood now) {
        mood = now;
    }

    @Override
    public Image image() {
        return state.picture();
    }

    @Override
    public Outcome submit(Change change) {
        Mood now = mood;
        if (closed || now == Mood.AWAY) {
            return new Outcome.Unknown(change.id(), "the store did not answer");
        }
        if (now == Mood.ALONE) {
            return new Outcome.Refused(Outcome.Reason.NO_QUORUM, "", "no quorum");
        }
        Optional<Outcome> refused = Door.refuse(change);
        if (refused.isPresent()) {
            return refused.get();
        }
        Outcome outcome = decide(change);
        return now == Mood.MUTE ? new Outcome.Unknown(change.id(), "the answer was lost") : outcome;
    }

    private Outcome decide(Change change) {
        lock.lock();
        try {
            Entry entry = EntryCodec.entry(EntryCodec.bytes(new Entry.Proposal(millis.getAsLong(), change)));
            Apply.Applied applied = Apply.apply(state, entry);
            boolean moved = applied.state().picture() != state.picture();
            state = applied.state();
            if (moved) {
                watches.publish(present());
            }
            return applied.outcome().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the leases and reservations that were not renewed for their term, by a monotonic clock. */
    public void expire(long nanos) {
        lock.lock();
        try {
            terms.due(state.picture(), nanos).forEach(e -> decide(Door.expiry(e)));
            List<Change.Write.Lapse> lapsed = terms.lapsed(state.picture(), nanos);
            if (!lapsed.isEmpty()) {
                decide(Door.lapse(lapsed));
            }
        } finally {
            lock.unlock();
        }
    }

    private void expireForEver() {
        while (!closed) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
            expire(System.nanoTime());
        }
    }

    private Present present() {
        return new Present(state.picture(), state.history());
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

    /** @param me the name of its only member, {@code <node>-<8 hex digits>} */
    public Membership membership(String me) {
        return new OnlyMember(this, me);
    }

    Optional<Outcome> outcome(UUID change) {
        return state.outcomes().find(change);
    }

    int level() {
        return state.level();
    }

    @Override
    public void close() {
        closed = true;
        watches.close();
    }
}
