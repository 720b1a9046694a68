package io.coppice.servicekit.task;

import io.coppice.contract.word.Upid;
import io.coppice.servicekit.log.Trace;
import io.coppice.servicekit.truth.Abreast;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one task: waits its turn, executes it, and puts its secrets away. */
final class Driver<P extends Record> {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
    private static final Duration JOURNAL_PAUSE = Duration.ofSeconds(30);
    private static final Duration ABREAST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LOOK_UP = Duration.ofMillis(250);

    private final TaskKind<P> kind;
    private final TaskFiles files;
    private final TaskVault vault;
    private final Accepted task;
    private final RunningTask around;
    private final boolean begun;
    private final Optional<Abreast> abreast;
    private Optional<GuestLines.Place> place = Optional.empty();
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});
    private boolean cancelSeen;

    /** @param abreast of a task that an earlier process left: what this one waits for before it acts */
    Driver(
            TaskKind<P> kind,
            TaskFiles files,
            Accepted task,
            TaskVault vault,
            Optional<Abreast> abreast,
            Supplier<Optional<String>> lost,
            Clock clock)
            throws IOException {
        this.kind = kind;
        this.vault = vault;
        this.files = files;
        this.task = task;
        this.around = new RunningTask(new TaskLog(files.log(), files.readLog()), lost, clock);
        this.abreast = abreast;
        this.begun = !files.readJournal().isEmpty();
    }

    Upid upid() {
        return task.upid();
    }

    TaskContext context() {
        return task.context();
    }

    Queue queue() {
        return task.queue();
    }

    boolean hasBegun() {
        return begun;
    }

    Thread thread() {
        return thread;
    }

    void takePlace(Optional<GuestLines.Place> inLine) {
        this.place = inLine;
    }

    void start(Runnable afterwards) {
        thread = Thread.ofVirtual()
                .name(upid().toString())
                .unstarted(() -> Trace.inTask(upid().toString(), context().id(), task.actor(), () -> {
                    try {
                        drive();
                    } finally {
                        place.ifPresent(GuestLines.Place::close);
                        afterwards.run();
                    }
                }));
        thread.start();
    }

    Optional<String> cancel() {
        return around.cancel();
    }

    void beginNoMore() {
        around.beginNoMore();
    }

    void stop() {
        around.stop();
    }

    /** Another process may have set the marker. */
    synchronized void lookForCancel() {
        if (!cancelSeen && files.cancelRequested()) {
            cancelSeen = true;
            around.cancel()
                    .ifPresent(step -> around.log("not stopped: '" + step + "' has begun, there is no way back"));
        }
    }

    private void drive() {
        try {
            lookForCancel();
            waitForTurn();
            waitForTruth();
            while (!executed()) {
                around.pause(JOURNAL_PAUSE);
            }
            dropSecrets();
        } catch (InterruptedException e) {
            LOG.info("{} is left to be resumed", upid());
        } catch (IOException | RuntimeException e) {
            LOG.error("{} stays as it is: {}", upid(), e.getMessage(), e);
        }
    }

    private void dropSecrets() throws InterruptedException {
        while (task.secrets()) {
            try {
                vault.drop(task.context());
                return;
            } catch (StoreUnavailable e) {
                around.pause(JOURNAL_PAUSE);
            }
        }
    }

    private void waitForTurn() throws InterruptedException {
        if (place.isEmpty()) {
            return;
        }
        place.get().waitsFor().ifPresent(who -> around.log("waiting for " + who + " to finish"));
        while (!place.get().await(LOOK_UP)) {
            if (around.stopping()) {
                throw new InterruptedException();
            }
            if (!begun && around.cancelRequested()) {
                return;
            }
        }
    }

    /** One that has not begun and is cancelled acts on nothing, so it need not wait. */
    private void waitForTruth() throws InterruptedException {
        boolean told = false;
        while (abreast.isPresent() && (begun || !around.cancelRequested())) {
            try {
                around.perform(progress -> abreast.get().await(), !begun);
                return;
            } catch (InterruptedException e) {
                if (around.stopping()) {
                    throw e;
                }
            } catch (Exception e) {
                if (!told) {
                    told = true;
                    around.log("waiting for the store: " + Execution.text(e));
                }
                around.pause(ABREAST_PAUSE);
            }
        }
    }

    /** @return false when the journal could not be written, to be tried again */
    private boolean executed() throws InterruptedException, IOException {
        vault.check(task);
        P params = TaskFiles.params(task, task.secrets() ? vault.find(task.context()) : Map.of(), kind.params());
        Journal journal = files.openJournal();
        try {
            new Execution(steps(params, journal), journal, around, why -> kind.undoFailed(params, task.context(), why))
                    .run();
            return true;
        } catch (IOException e) {
            LOG.error("the journal of {} cannot be written; trying again", upid(), e);
            return false;
        }
    }

    /** A task that cannot even say its steps fails as its first step would, while nothing has begun. */
    private List<Step> steps(P params, Journal journal) {
        try {
            return kind.steps(params, task.context());
        } catch (RuntimeException e) {
            if (journal.entries().isEmpty()) {
                return List.of(Step.step(
                        "prepare",
                        progress -> {
                            throw e;
                        },
                        progress -> {}));
            }
            throw e;
        }
    }
}
