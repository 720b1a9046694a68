package io.coppice.compute.owner;

import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.log.Trace;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One guest's owner: a thread that takes from the queue, one after the other, until it is interrupted. */
final class GuestOwner {
    private static final Logger LOG = LoggerFactory.getLogger(GuestOwner.class);
    private final Vmid vmid;
    private final Machine machine;
    private final Watch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final GuestQueue<Request> queue = new GuestQueue<>();
    private final Thread thread;
    private GuestState state = new GuestState.Stopped();
    private Optional<Trace> powerDown = Optional.empty();
    private boolean starting;
    private boolean busy;
    private boolean retired;
    private volatile boolean closing;

    /** Who is told about guests. */
    record Watch(Consumer<Vmid> changed, Consumer<String> distrustKvm) {}

    private record Request(Callable<?> work, Trace by, CompletableFuture<Object> answer) {}

    GuestOwner(Vmid vmid, Machine machine, Watch watch) {
        this.vmid = vmid;
        this.machine = machine;
        this.watch = watch;
        this.thread = Thread.ofVirtual().name("guest-" + vmid).start(this::work);
    }

    /** @return false when it has retired */
    boolean tell(Happening what) {
        lock.lock();
        try {
            if (retired) {
                return false;
            }
            if (closing) {
                return true; // whoever finds the guest next looks how it stands
            }
            queue.tell(what);
            news.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has something done by the owner, and waits for it.
     *
     * @return false when it has retired, and nothing was done
     * @throws Refused when a hard stop came before it, or the service ends
     */
    boolean ask(GuestQueue.Kind kind, Callable<?> work) throws Exception {
        Request mine = new Request(work, Trace.now(), new CompletableFuture<>());
        CompletableFuture<Object> answer;
        lock.lock();
        try {
            if (retired) {
                return false;
            }
            if (closing) {
                throw ends();
            }
            GuestQueue.Accepted<Request> accepted = queue.ask(kind, mine);
            accepted.dropped()
                    .forEach(r -> r.answer()
                            .completeExceptionally(Refused.conflict("VM " + vmid + " was stopped before that")));
            if (kind == GuestQueue.Kind.END && starting) {
                thread.interrupt();
            }
            answer = accepted.request().answer();
            news.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            answer.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Ends its thread, unless it has something to do. */
    boolean retire() {
        lock.lock();
        try {
            if (busy || !queue.isEmpty() || retired) {
                return retired;
            }
            retired = true;
        } finally {
            lock.unlock();
        }
        close();
        return true;
    }

    GuestState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the state was so in time */
    boolean await(Predicate<GuestState> wanted, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!wanted.test(state)) {
                if (left <= 0) {
                    return false;
                }
                left = news.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits any more for it to power off: should it do so later, that is its own. */
    void letPowerDownGo() {
        powerDownFor(Optional.empty());
    }

    private void powerDownFor(Optional<Trace> whoever) {
        lock.lock();
        try {
            powerDown = whoever;
        } finally {
            lock.unlock();
        }
    }

    /** The service ends; the guest goes on. Nothing more is begun, and who waits for that is told so. */
    void close() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            for (Optional<GuestQueue.Entry<Request>> e = queue.poll(); e.isPresent(); e = queue.poll()) {
                if (e.get() instanceof GuestQueue.Entry.Asked<Request> asked) {
                    asked.request().answer().completeExceptionally(ends());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Refused ends() {
        return Refused.conflict("the service that looks after guest " + vmid + " stops; try again later");
    }

    private void work() {
        try {
            while (true) {
                switch (take()) {
                    case GuestQueue.Entry.Told<Request> t -> happen(t.what());
                    case GuestQueue.Entry.Asked<Request> a -> perform(a.kind(), a.request());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the owner of VM {} ends", vmid);
        }
    }

    private GuestQueue.Entry<Request> take() throws InterruptedException {
        lock.lock();
        try {
            Optional<GuestQueue.Entry<Request>> next = next();
            busy = next.isPresent();
            while (next.isEmpty()) {
                news.await();
                next = next();
            }
            busy = true;
            starting = next.get() instanceof GuestQueue.Entry.Asked<Request>(var kind, var r)
                    && kind == GuestQueue.Kind.START;
            return next.get();
        } finally {
            lock.unlock();
        }
    }

    private Optional<GuestQueue.Entry<Request>> next() throws InterruptedException {
        if (closing) {
            throw new InterruptedException();
        }
        return queue.poll();
    }

    private void perform(GuestQueue.Kind kind, Request request) throws InterruptedException {
        try {
            if (kind == GuestQueue.Kind.POWER_DOWN) {
                powerDownFor(Optional.of(request.by()));
            }
            if (kind == GuestQueue.Kind.START && !machine.runs(vmid)) {
                letPowerDownGo();
                happen(new Happening.Starts());
            } else if (kind == GuestQueue.Kind.END) {
                happen(new Happening.Ends());
            }
            request.by().call(request.work());
            if (kind == GuestQueue.Kind.END) {
                happen(new Happening.Gone(0));
            }
            answer(() -> request.answer().complete(true));
        } catch (InterruptedException e) {
            noLongerStarting();
            answer(() -> request.answer()
                    .completeExceptionally(
                            closing ? ends() : Refused.conflict("VM " + vmid + " was stopped while it started")));
            if (closing) {
                throw e;
            }
            happen(new Happening.Failed());
        } catch (Exception e) {
            noLongerStarting();
            if (kind == GuestQueue.Kind.START) {
                happen(new Happening.Failed());
            }
            answer(() -> request.answer().completeExceptionally(e));
        } finally {
            noLongerStarting();
        }
    }

    /** Who is answered finds it idle, and may end it. */
    private void answer(Runnable how) {
        lock.lock();
        try {
            busy = false;
        } finally {
            lock.unlock();
        }
        how.run();
    }

    /** An interrupt that was meant for a start is over with it: what cleans up after it is not to be broken off. */
    private void noLongerStarting() {
        lock.lock();
        try {
            if (starting && !closing) {
                Thread.interrupted();
            }
            starting = false;
        } finally {
            lock.unlock();
        }
    }

    private void happen(Happening what) throws InterruptedException {
        Optional<GuestState> next;
        GuestState before;
        Trace by;
        lock.lock();
        try {
            by = powerDown.orElseGet(Trace::now);
            before = state;
            next = GuestState.next(before, what);
            next.ifPresent(s -> state = s);
            news.signalAll();
        } finally {
            lock.unlock();
        }
        if (next.isPresent()) {
            for (Reaction r : Reaction.to(before, next.get())) {
                react(r, by);
            }
        }
    }

    private void react(Reaction what, Trace by) throws InterruptedException {
        try {
            by.call(() -> {
                react(what);
                return true;
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("VM {}: {} failed", vmid, what, e);
        }
    }

    private void react(Reaction what) throws IOException, InterruptedException {
        switch (what) {
            case END -> {
                happen(new Happening.Ends());
                machine.end(vmid);
                happen(new Happening.Gone(0));
            }
            case CLEAN_UP -> {
                if (!machine.runs(vmid)) {
                    machine.cleanUp(vmid);
                }
            }
            case DISTRUST_KVM -> watch.distrustKvm().accept("VM " + vmid);
            case PUBLISH -> watch.changed().accept(vmid);
        }
    }
}
