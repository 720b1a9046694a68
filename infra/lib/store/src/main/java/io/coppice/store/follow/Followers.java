package io.coppice.store.follow;

import io.coppice.store.Document;
import io.coppice.store.Revision;
import io.coppice.store.state.Happening;
import io.coppice.store.state.Picture;
import io.coppice.store.state.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Answers followers at the leader, and remembers how far each has come. */
public final class Followers {
    /** What stands behind it. */
    public interface Leading {
        /** Whether this member leads now, and may say what is newest. */
        boolean leads();

        Optional<String> leader();

        List<String> voters();

        /** Whether a name is one of the members. */
        boolean counts(String member);

        State newest();
    }

    /** How a follower stood when it asked last. */
    public record Heard(long nanos, long revision, boolean settled, int level) {}

    private record Sample(long nanos, long revision) {}

    private static final class Reset {
        final Picture picture;
        final List<Document> documents;
        volatile long usedNanos = System.nanoTime();

        Reset(Picture picture) {
            this.picture = picture;
            documents = picture.below("");
        }
    }

    private static final long PART_BYTES = 2 << 20;
    private static final long NEWS_BYTES = 3 << 20;
    private static final int MOST_BYTES = 7 << 20;
    private static final long HOLD = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long FORGET = TimeUnit.SECONDS.toNanos(60);
    private static final long NEAR = TimeUnit.SECONDS.toNanos(1);

    private final Leading leading;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final Map<Long, Reset> resets = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong(System.nanoTime() | 1);
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    public Followers(Leading leading) {
        this.leading = leading;
    }

    /** Something happened: who waits is answered. */
    public void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Remembers how far the leader has come, some times a second. */
    public void sample() {
        long now = System.nanoTime();
        lock.lock();
        try {
            samples.addLast(new Sample(now, number(leading.newest())));
            while (samples.size() > 1 && now - samples.getFirst().nanos() > 2 * NEAR) {
                samples.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        resets.values().removeIf(r -> now - r.usedNanos > FORGET);
    }

    /** Forgets who followed: this member did not lead meanwhile. */
    public void forget() {
        heard.clear();
    }

    public Optional<Heard> heard(String member) {
        return Optional.ofNullable(heard.get(member));
    }

    /** Whether a follower is within a second of the leader, knows the level that holds, and was restarted since it joined. */
    public boolean ready(Heard h) {
        long needed = Long.MAX_VALUE;
        lock.lock();
        try {
            long now = System.nanoTime();
            for (Sample s : samples) {
                if (now - s.nanos() >= NEAR || needed == Long.MAX_VALUE) {
                    needed = s.revision();
                }
            }
        } finally {
            lock.unlock();
        }
        return h.settled() && h.level() >= leading.newest().level() && h.revision() >= needed;
    }

    /** For how long nothing was heard. */
    public static Duration silent(Heard h) {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - h.nanos()));
    }

    /** Answers a question; waits half a second at most until something happened. */
    public byte[] answer(String member, byte[] question) throws IOException {
        Ask ask = Ask.of(question);
        if (!leading.leads()) {
            return new Fed.Elsewhere(leading.leader()).bytes();
        }
        if (!leading.counts(member)) {
            heard.remove(member);
            return new Fed.Stranger().bytes();
        }
        heard.put(member, new Heard(System.nanoTime(), ask.seen().number(), ask.settled(), ask.level()));
        Reset reset = ask.reset() == 0 ? null : resets.get(ask.reset());
        if (reset != null) {
            return part(reset, ask.reset(), ask.part()).bytes();
        }
        State now = await(ask.seen());
        if (!leading.leads()) {
            return new Fed.Elsewhere(leading.leader()).bytes();
        }
        byte[] news = news(now, ask.seen());
        return news == null || news.length > MOST_BYTES ? reset(now.picture()).bytes() : news;
    }

    private State await(Revision seen) {
        lock.lock();
        try {
            long rest = HOLD;
            while (rest > 0 && leading.newest().picture().revision().equals(seen)) {
                rest = moved.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return leading.newest();
    }

    private byte @Nullable [] news(State now, Revision seen) throws IOException {
        if (!now.picture().revision().incarnation().equals(seen.incarnation())) {
            return null;
        }
        Optional<List<Happening>> missed = now.history().after(seen.number(), number(now));
        if (missed.isEmpty()) {
            return null;
        }
        List<Fed.Item> items = new ArrayList<>();
        long bytes = 0;
        for (Happening h : missed.get()) {
            bytes += h.bytes();
            if (bytes > NEWS_BYTES && !items.isEmpty()) {
                break;
            }
            items.add(Fed.Item.of(h));
        }
        return new Fed.News(leader(), items).bytes();
    }

    private Fed reset(Picture picture) {
        long token = tokens.incrementAndGet();
        Reset made = new Reset(picture);
        resets.put(token, made);
        return part(made, token, 0);
    }

    /** Documents by their order, and after the last of them what is held. */
    private Fed part(Reset reset, long token, int from) {
        reset.usedNanos = System.nanoTime();
        List<Document> documents = new ArrayList<>();
        long bytes = 0;
        int next = from;
        while (next < reset.documents.size() && bytes < PART_BYTES) {
            Document d = reset.documents.get(next++);
            documents.add(d);
            bytes += d.path().length() + 3L * d.text().length();
        }
        Picture p = reset.picture;
        boolean last = from >= reset.documents.size();
        Fed.Whole whole = new Fed.Whole(
                p.revision(),
                token,
                next,
                last,
                last ? p.reservations() : List.of(),
                last ? p.leases().values() : List.of());
        return new Fed.Part(leader(), whole, documents);
    }

    private Fed.Leader leader() {
        State now = leading.newest();
        return new Fed.Leader(now.level(), now.stampMillis(), now.lastEpoch(), leading.voters());
    }

    private static long number(State state) {
        return state.picture().revision().number();
    }
}
