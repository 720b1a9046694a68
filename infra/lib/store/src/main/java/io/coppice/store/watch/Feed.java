package io.coppice.store.watch;

import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.state.Happening;
import io.coppice.store.state.Picture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One watcher's thread and how far it has come. */
public final class Feed implements Store.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final UUID NOWHERE = new UUID(-1, -1);

    /** Who is fed. One thread calls it; what it throws resets it after a second. */
    public interface Reader {
        void reset(Picture now) throws Exception;

        void happened(Happening h) throws Exception;
    }

    private final Reader reader;
    private final Supplier<Present> source;
    private final BooleanSupplier forgetful;
    private final Consumer<Feed> onEnd;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean fresh;
    private volatile boolean closed;
    private UUID incarnation = NOWHERE;
    private long position;

    Feed(Reader reader, Supplier<Present> source, BooleanSupplier forgetful, Consumer<Feed> onEnd) {
        this.reader = reader;
        this.source = source;
        this.forgetful = forgetful;
        this.onEnd = onEnd;
    }

    /** From behind a revision instead of with a reset; before {@link #start}. */
    void after(Revision seen) {
        incarnation = seen.incarnation();
        position = seen.number();
        fresh = true;
    }

    void start() {
        Thread.ofVirtual().name("store-watch").start(this::run);
    }

    void wake() {
        lock.lock();
        try {
            fresh = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closed) {
            try {
                catchUp(source.get());
                await();
            } catch (InterruptedException e) {
                break;
            } catch (IOException e) {
                LOG.debug("a watcher's connection ended", e);
                incarnation = NOWHERE;
                pause();
            } catch (Exception e) {
                if (closed) {
                    break;
                }
                LOG.warn("a watcher failed and will be reset", e);
                incarnation = NOWHERE;
                pause();
            }
        }
        onEnd.accept(this);
    }

    private void catchUp(Present now) throws Exception {
        Picture picture = now.picture();
        Optional<List<Happening>> missed = picture.revision().incarnation().equals(incarnation)
                ? now.history().after(position, picture.revision().number())
                : Optional.empty();
        if (missed.isEmpty() || (!missed.get().isEmpty() && forgetful.getAsBoolean())) {
            reader.reset(picture);
            incarnation = picture.revision().incarnation();
            position = picture.revision().number();
            return;
        }
        for (Happening h : missed.get()) {
            if (closed) {
                return;
            }
            reader.happened(h);
            position = h.transition().revision().number();
        }
    }

    private void await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!fresh && !closed) {
                changed.await();
            }
            fresh = false;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.lock();
        try {
            long rest = TimeUnit.SECONDS.toNanos(1);
            while (!closed && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            fresh = true;
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }
}
