package io.coppice.store.memory;

import io.coppice.store.StoreLines;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lines between members in one process, that can be cut, slowed and made to lose messages, each direction for itself.
 *
 * <p>A message that is lost is not answered: who asked learns of it after a while, as over a link whose other end went
 * silent. A member that is not there fails at once. Thread-safe.
 */
public final class Network {
    /** How a direction treats messages; a cut one carries none. */
    private record Way(boolean cut, Duration delay, double loss) {
        static final Way CLEAR = new Way(false, Duration.ZERO, 0);
    }

    private record Direction(String from, String to) {}

    private final Map<String, BiFunction<String, byte[], CompletableFuture<byte[]>>> answering =
            new ConcurrentHashMap<>();
    private final Map<Direction, Way> ways = new ConcurrentHashMap<>();
    private final Random random;
    private final Duration silence;

    /**
     * @param random decides which messages are lost where some are
     * @param silence after which a question that was lost, or whose answer was, fails
     */
    public Network(Random random, Duration silence) {
        this.random = random;
        this.silence = silence;
    }

    /** One that loses nothing unless told to; lost questions fail after 1.5 s, as three missed beats do. */
    public Network() {
        this(new Random(1), Duration.ofMillis(1500));
    }

    /** The lines as a member has them. */
    public StoreLines of(String member) {
        return new Ends(member);
    }

    /** From now on nothing gets from one to the other; the other way is left as it is. */
    public void cut(String from, String to) {
        Way way = way(from, to);
        ways.put(new Direction(from, to), new Way(true, way.delay(), way.loss()));
    }

    /** Cuts both directions. */
    public void part(String one, String other) {
        cut(one, other);
        cut(other, one);
    }

    /** From now on every message of a direction takes so long, and some are lost. */
    public void disturb(String from, String to, Duration delay, double loss) {
        ways.put(new Direction(from, to), new Way(way(from, to).cut(), delay, loss));
    }

    public void heal(String from, String to) {
        ways.remove(new Direction(from, to));
    }

    /** All directions are clear again. */
    public void heal() {
        ways.clear();
    }

    private Way way(String from, String to) {
        return ways.getOrDefault(new Direction(from, to), Way.CLEAR);
    }

    /** Whether a message gets there, after the direction's delay; looked at again when it arrives. */
    private CompletableFuture<Boolean> carry(String from, String to) {
        Way way = way(from, to);
        if (way.cut() || way.loss() > 0 && chance() < way.loss()) {
            return CompletableFuture.completedFuture(false);
        }
        return way.delay().isZero()
                ? CompletableFuture.supplyAsync(() -> !way(from, to).cut(), Thread::startVirtualThread)
                : CompletableFuture.supplyAsync(() -> !way(from, to).cut(), later(way.delay()));
    }

    private static Executor later(Duration delay) {
        return CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Thread::startVirtualThread);
    }

    private double chance() {
        synchronized (random) {
            return random.nextDouble();
        }
    }

    private CompletableFuture<byte[]> lost(String to) {
        CompletableFuture<byte[]> late = new CompletableFuture<>();
        later(silence).execute(() -> late.completeExceptionally(new IOException(to + " does not answer")));
        return late;
    }

    private CompletableFuture<byte[]> ask(String from, String to, byte[] message) {
        if (message.length > StoreLines.LONGEST) {
            return CompletableFuture.failedFuture(new IOException("a message of " + message.length + " bytes"));
        }
        byte[] sent = message.clone();
        return carry(from, to).thenCompose(there -> there ? heard(from, to, sent) : lost(to));
    }

    private CompletableFuture<byte[]> heard(String from, String to, byte[] message) {
        @Nullable BiFunction<String, byte[], CompletableFuture<byte[]>> answers = answering.get(to);
        if (answers == null) {
            return CompletableFuture.failedFuture(new IOException(to + " is not there"));
        }
        return answers.apply(from, message)
                .handle((answer, failure) -> carry(to, from)
                        .thenCompose(back -> !back
                                ? lost(to)
                                : Optional.ofNullable(failure)
                                        .map(CompletableFuture::<byte[]>failedFuture)
                                        .orElseGet(() -> CompletableFuture.completedFuture(answer.clone()))))
                .thenCompose(later -> later);
    }

    /** A member's end of all its lines. */
    private final class Ends implements StoreLines {
        private final String me;

        Ends(String me) {
            this.me = me;
        }

        @Override
        public CompletableFuture<byte[]> ask(String member, byte[] message) {
            return Network.this.ask(me, member, message);
        }

        @Override
        public AutoCloseable answer(BiFunction<String, byte[], CompletableFuture<byte[]>> answers) {
            if (answering.putIfAbsent(me, answers) != null) {
                throw new IllegalStateException(me + " answers already");
            }
            return () -> answering.remove(me, answers);
        }
    }
}
