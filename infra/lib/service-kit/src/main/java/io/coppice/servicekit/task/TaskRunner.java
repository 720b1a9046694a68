package io.coppice.servicekit.task;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.servicekit.serve.WireReader;
import io.coppice.servicekit.truth.Abreast;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one service on virtual threads. Kinds are registered first; {@link #resume} then goes on with what an
 * earlier process left, and after it new tasks are accepted.
 */
public final class TaskRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);
    private static final Duration SYNCHRONOUS = Duration.ofSeconds(10);
    private static final long LOOK_FOR_CANCEL_MILLIS = 500;

    private final TaskFolder folder;
    private final NodeName node;
    private final Ownership ownership;
    private final TaskVault vault;
    private final Clock clock;
    private final Map<String, TaskKind<?>> kinds = new ConcurrentHashMap<>();
    private final Map<Upid, Driver<?>> running = new ConcurrentHashMap<>();
    private final GuestLines lines = new GuestLines();
    private final Abreast abreast;
    private final Thread cancelWatch;
    private final ReentrantLock launching = new ReentrantLock();
    private volatile boolean closed;
    private volatile Supplier<Optional<String>> lack = Optional::empty;
    private volatile Announcements announcements = new Announcements(Optional.empty());

    public TaskRunner(TaskFolder folder, NodeName node, Ownership ownership, TaskVault vault, Clock clock) {
        this.folder = folder;
        this.node = node;
        this.ownership = ownership;
        this.vault = vault;
        this.clock = clock;
        this.abreast = vault.abreast(node);
        this.cancelWatch = Thread.ofVirtual()
                .name("task-cancel-" + vault.service().label())
                .start(this::watchForCancel);
    }

    /** Tells of tasks from now on, and when they are resumed of those that an earlier process has not told of. */
    public TaskRunner announce(Outbox outbox) {
        announcements = new Announcements(Optional.of(outbox));
        return this;
    }

    /** @param lack says why nothing can be changed now; empty where it can, as far as is known. Never blocks. */
    public TaskRunner refusing(Supplier<Optional<String>> lack) {
        this.lack = lack;
        return this;
    }

    /** @throws IllegalStateException if its type is taken */
    public TaskRunner register(TaskKind<?> kind) {
        if (kinds.putIfAbsent(kind.type(), kind) != null) {
            throw new IllegalStateException("the task type " + kind.type() + " is registered twice");
        }
        return this;
    }

    /**
     * Goes on with every unfinished task of this service: forward, or back where it was going back. Each waits until this
     * process has seen all that was decided before.
     */
    public void resume() throws IOException {
        List<Driver<?>> left = new ArrayList<>();
        for (TaskFiles files : folder.all()) {
            try {
                unfinished(files).ifPresent(left::add);
            } catch (IOException | RuntimeException e) {
                LOG.error("the task in {} cannot be read and is left alone", files.folder(), e);
            }
        }
        sweep(left);
        left.sort(Comparator.<Driver<?>, Boolean>comparing(d -> !d.hasBegun())
                .thenComparing(d -> TaskContext.serial(d.upid())));
        for (Driver<?> d : left) {
            d.takePlace(
                    d.queue().waits()
                            ? d.queue().guest().map(g -> lines.rejoin(g, label(d.upid())))
                            : Optional.empty());
            launch(d);
        }
    }

    private void sweep(List<Driver<?>> left) {
        try {
            vault.sweep(node, left.stream().map(d -> d.context().id()).collect(Collectors.toSet()));
        } catch (StoreUnavailable | Refused e) {
            LOG.warn("secret inputs of tasks that ended stay until the next start: {}", e.getMessage());
        }
    }

    private Optional<Driver<?>> unfinished(TaskFiles files) throws IOException {
        Optional<Accepted> task =
                files.accepted().filter(a -> a.service().equals(vault.service().label()));
        if (task.isEmpty()) {
            return Optional.empty();
        }
        announcements.accepted(task.get());
        if (TaskState.replay(files.readJournal()) instanceof TaskState.Ended) {
            announcements.ended(files);
            return Optional.empty();
        }
        TaskKind<?> kind = kinds.get(task.get().upid().type());
        if (kind == null) {
            LOG.error(
                    "{} is unfinished, but nobody knows how to do it",
                    task.get().upid());
            return Optional.empty();
        }
        return Optional.of(driver(kind, files, task.get(), Optional.of(abreast)));
    }

    /**
     * Accepts a task; it is on disk when this returns.
     *
     * @param id the UPID's field, often a VM ID; may be empty
     * @throws Refused if the guest's line is full, the disk does not take the task, the service stops, or it needs a quorum
     *     and there is none
     */
    public <P extends Record> Upid start(TaskKind<P> kind, P params, String id, Caller caller, Queue queue) {
        if (kind.needsQuorum()) {
            lack.get().ifPresent(why -> {
                throw Refused.conflict(why);
            });
        }
        return start(kind, params, id, caller.name(), queue);
    }

    /** The same on behalf of an actor by name, as reconcilers do; without a quorum it waits for one. */
    public <P extends Record> Upid start(TaskKind<P> kind, P params, String id, String actor, Queue queue) {
        if (kinds.get(kind.type()) != kind) {
            throw new IllegalStateException(kind.type() + " is not registered, so it could not be resumed");
        }
        if (closed) {
            throw new Refused(new Failure.Unavailable(node, "the service stops; try again later"));
        }
        String label = kind.type() + " of " + actor;
        Optional<GuestLines.Place> place =
                queue.waits() ? queue.guest().map(g -> lines.join(g, label)) : Optional.empty();
        try {
            Upid upid = claim(kind.type(), id, actor);
            Driver<?> driver = accept(kind, upid, actor, queue, Inputs.of(params));
            driver.takePlace(place);
            launch(driver);
            LOG.info("{} is accepted", upid);
            return upid;
        } catch (IOException e) {
            place.ifPresent(GuestLines.Place::close);
            throw new Refused(new Failure.Internal("the task cannot be kept on disk: " + Execution.text(e), e));
        } catch (StoreUnavailable e) {
            place.ifPresent(GuestLines.Place::close);
            throw new Refused(new Failure.Unavailable(
                    node, "the task's secret inputs cannot be kept: " + Execution.text(e) + "; try again later"));
        } catch (Refused e) {
            place.ifPresent(GuestLines.Place::close);
            throw e;
        }
    }

    /** Secret inputs first: a task that is accepted has them. */
    private Driver<?> accept(TaskKind<?> kind, Upid upid, String actor, Queue queue, Inputs inputs)
            throws IOException, StoreUnavailable {
        Accepted task = new Accepted(
                upid,
                actor,
                vault.service().label(),
                queue.guest(),
                queue.waits(),
                epoch(queue),
                vault.authorise(upid, actor),
                !inputs.secret().isEmpty(),
                inputs.open());
        vault.keep(task.context(), inputs.secret());
        TaskFiles files = folder.files(upid);
        files.accept(task);
        announcements.accepted(task);
        return driver(kind, files, task, Optional.empty());
    }

    /**
     * Asks a task of this runner to go back; nothing happens where it has ended.
     *
     * @throws Refused if it is past its pivot
     */
    public void cancel(Upid upid) {
        Driver<?> driver = running.get(upid);
        if (driver != null) {
            driver.cancel().ifPresent(step -> {
                throw Refused.conflict("the task has begun '" + step + "' and only goes forward from there");
            });
        }
    }

    /**
     * Does something short with a guest between its tasks. Not to be called from a step of a task of the same guest.
     *
     * @throws Refused with the original's text after ten seconds in line; nothing of it happens later
     */
    public <T> T exclusively(Vmid guest, Callable<T> work) throws Exception {
        try (GuestLines.Place place = lines.join(guest, "a change of its configuration")) {
            if (!place.await(SYNCHRONOUS)) {
                throw Refused.conflict("can't lock file '/var/lock/qemu-server/lock-" + guest + ".conf' - got timeout");
            }
            return work.call();
        }
    }

    /** @return how the task ended, empty if it has not within this time */
    public Optional<String> awaitEnd(Upid upid, Duration time) throws InterruptedException, IOException {
        Driver<?> driver = running.get(upid);
        if (driver != null && !driver.thread().join(time)) {
            return Optional.empty();
        }
        Optional<TaskFiles> files = folder.find(upid);
        return files.isPresent() && TaskState.replay(files.get().readJournal()) instanceof TaskState.Ended e
                ? Optional.of(e.status())
                : Optional.empty();
    }

    /**
     * Interrupts what runs and leaves it to be resumed; waits ten seconds at most. All are told before one is interrupted:
     * it leaves its guest's line, and the next of that line must not begin. What is accepted meanwhile is left as well.
     */
    @Override
    public void close() {
        cancelWatch.interrupt();
        List<Driver<?>> all = noMore();
        all.forEach(Driver::beginNoMore);
        all.forEach(Driver::stop);
        long until = System.nanoTime() + SYNCHRONOUS.toNanos();
        try {
            cancelWatch.join(SYNCHRONOUS);
            for (Driver<?> d : all) {
                d.thread().join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Upid claim(String type, String id, String actor) throws IOException {
        long seconds = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
        String user = actor.contains(":") ? "root@pam" : actor;
        long pid = ProcessHandle.current().pid();
        return folder.claim(start -> new Upid(node, pid, start, seconds, type, id, user), clock.millis() / 10);
    }

    private Optional<Long> epoch(Queue queue) {
        return queue.guest()
                .flatMap(g -> ownership.of(g) instanceof Ownership.Standing.Here h
                        ? Optional.of(h.epoch())
                        : Optional.empty());
    }

    private <P extends Record> Driver<P> driver(
            TaskKind<P> kind, TaskFiles files, Accepted task, Optional<Abreast> behind) throws IOException {
        return new Driver<>(kind, files, task, vault, behind, () -> lost(kind, task), clock);
    }

    private Optional<String> lost(TaskKind<?> kind, Accepted task) {
        return task.guest().flatMap(g -> ownership.lost(g, task.epoch())).filter(why -> !kind.gaveAway(task.context()));
    }

    /** Those that run; none begins after it. */
    private List<Driver<?>> noMore() {
        launching.lock();
        try {
            closed = true;
            return List.copyOf(running.values());
        } finally {
            launching.unlock();
        }
    }

    private void launch(Driver<?> driver) {
        launching.lock();
        try {
            if (closed) {
                LOG.info("{} is left to be resumed", driver.upid());
                return;
            }
            running.put(driver.upid(), driver);
            driver.start(() -> end(driver));
        } finally {
            launching.unlock();
        }
    }

    /** It runs until its end is told: who waits for it, or closes this, finds all of it done. */
    private void end(Driver<?> driver) {
        try {
            announcements.ended(folder.files(driver.upid()));
        } finally {
            running.remove(driver.upid());
        }
    }

    private static String label(Upid upid) {
        return upid.type() + " of " + upid.user();
    }

    private void watchForCancel() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_FOR_CANCEL_MILLIS);
                running.values().forEach(Driver::lookForCancel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The inputs as they are kept: secret ones apart. */
    private record Inputs(Map<String, Object> open, Map<String, Object> secret) {
        static Inputs of(Record params) {
            Map<String, Object> open = new LinkedHashMap<>(WireReader.object(WireJson.bytes(params)));
            Map<String, Object> secret = new LinkedHashMap<>();
            for (var c : params.getClass().getRecordComponents()) {
                if (c.isAnnotationPresent(Secret.class)) {
                    Object value = open.remove(c.getName());
                    if (value != null) {
                        secret.put(c.getName(), value);
                    }
                }
            }
            return new Inputs(open, secret);
        }
    }
}
