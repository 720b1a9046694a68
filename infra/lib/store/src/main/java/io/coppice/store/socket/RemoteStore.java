package io.coppice.store.socket;

import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Watcher;
import io.coppice.store.state.History;
import io.coppice.store.state.Picture;
import io.coppice.store.watch.Fed;
import io.coppice.store.watch.Feed;
import io.coppice.store.watch.Present;
import io.coppice.store.watch.Watches;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of this node as a process sees it that does not hold it. Connects again by itself when the connection ends;
 * meanwhile its image stands still and changes wait, some ten seconds at most.
 */
public final class RemoteStore implements Store, Fed {
    /** Longer than a node that joins waits for its own, so that what is said last is why it has none. */
    private static final Duration FIRST_IMAGE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(RemoteStore.class);
    /** Longer than the store itself waits, whose own word tells more than silence. */
    private static final Duration PATIENCE = Duration.ofSeconds(11);

    private static final long AGAIN_MILLIS = 50;

    private final Path socket;
    private final Duration patience;
    private final Watches watches = new Watches(new Present(Picture.BLANK, History.NONE));
    private final Map<Long, CompletableFuture<Message.Answer>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private @Nullable Line line;
    /** The connection there is, also before its first image. */
    private @Nullable Line open;

    private boolean complete;
    private volatile boolean closed;

    private RemoteStore(Path socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /** As {@link #connect(Path, Duration)}, with two minutes. */
    public static RemoteStore connect(Path socket) throws IOException {
        return connect(socket, FIRST_IMAGE);
    }

    /**
     * Waits until the server is there and the first image complete.
     *
     * @throws IOException when that is not so in time
     */
    public static RemoteStore connect(Path socket, Duration within) throws IOException {
        return connect(socket, within, PATIENCE);
    }

    static RemoteStore connect(Path socket, Duration within, Duration patience) throws IOException {
        RemoteStore store = new RemoteStore(socket, patience);
        Thread.ofVirtual().name("store-remote").start(store::keepConnected);
        if (!store.await(() -> store.complete, System.nanoTime() + within.toNanos())) {
            store.close();
            throw new IOException("no store answers on " + socket);
        }
        return store;
    }

    private void keepConnected() {
        while (!closed) {
            try (Line now = new Line(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
                if (isWanted(now)) {
                    now.greet();
                    listen(now);
                }
            } catch (IOException e) {
                LOG.debug("{}: {}", socket, e.getMessage());
            } finally {
                lost();
            }
            try {
                Thread.sleep(AGAIN_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** False where this was closed meanwhile; else {@link #close} ends the connection from now on. */
    private boolean isWanted(Line now) {
        lock.lock();
        try {
            open = now;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void listen(Line now) throws IOException {
        Mirror mirror = new Mirror();
        while (!closed) {
            Message message = now.receive();
            if (message instanceof Message.Answer a) {
                CompletableFuture<Message.Answer> asked = waiting.remove(a.call());
                if (asked != null) {
                    asked.complete(a);
                }
            } else {
                Present present = mirror.after(message);
                if (present != watches.present() && present.picture() != Picture.BLANK) {
                    show(now, present);
                }
            }
        }
    }

    private void show(Line now, Present present) {
        lock.lock();
        try {
            watches.publish(present);
            line = now;
            complete = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void lost() {
        lock.lock();
        try {
            line = null;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        waiting.values().forEach(w -> w.completeExceptionally(new IOException("the connection ended")));
        waiting.clear();
    }

    /** Waits for something that changes under the lock. */
    private boolean await(BooleanSupplier that, long until) {
        lock.lock();
        try {
            while (!that.getAsBoolean()) {
                long rest = until - System.nanoTime();
                if (rest <= 0 || closed) {
                    return false;
                }
                moved.awaitNanos(rest);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Image image() {
        return watches.present().picture();
    }

    @Override
    public Outcome submit(Change change) {
        long until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - until < 0 && await(() -> line != null, until)) {
            try {
                Outcome outcome = ask(change, until);
                if (outcome instanceof Outcome.Done d && !await(() -> shows(d.revision()), until)) {
                    break;
                }
                return outcome;
            } catch (IOException e) {
                // Sent again under the same id: it is decided once.
                LOG.debug("a change is sent again: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return new Outcome.Unknown(change.id(), "the store did not answer on " + socket);
    }

    private Outcome ask(Change change, long until) throws IOException, InterruptedException {
        long call = calls.incrementAndGet();
        CompletableFuture<Message.Answer> answer = new CompletableFuture<>();
        waiting.put(call, answer);
        try {
            Line now = line();
            now.send(new Message.Submit(call, change));
            return answer.get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS)
                    .outcome();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } finally {
            waiting.remove(call);
        }
    }

    private Line line() throws IOException {
        lock.lock();
        try {
            if (line == null) {
                throw new IOException("not connected");
            }
            return line;
        } finally {
            lock.unlock();
        }
    }

    private boolean shows(Revision revision) {
        Revision now = watches.present().picture().revision();
        return now.incarnation().equals(revision.incarnation()) && now.number() >= revision.number();
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
        lock.lock();
        try {
            closed = true;
            if (open != null) {
                open.close();
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        watches.close();
    }
}
