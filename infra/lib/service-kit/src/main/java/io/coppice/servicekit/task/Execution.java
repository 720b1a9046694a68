package io.coppice.servicekit.task;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes one task from where its journal stands to its end. Every decision is written down before it is acted on; a crash
 * at any point leaves a journal from which a new execution goes on.
 */
public final class Execution {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    static final String CANCELLED = "received interrupt";

    private final List<Step> steps;
    private final Journal journal;
    private final Surroundings around;
    private final Mark mark;
    private TaskState state;
    private int tries;

    /** Shows people that an undo failed. */
    @FunctionalInterface
    public interface Mark {
        void undoFailed(String why) throws Exception;
    }

    public Execution(List<Step> steps, Journal journal, Surroundings around, Mark mark) {
        this.steps = List.copyOf(steps);
        this.journal = journal;
        this.around = around;
        this.mark = mark;
        this.state = TaskState.replay(journal.entries());
        if (steps.stream().filter(Step::pivot).count() > 1) {
            throw new IllegalArgumentException("a task has one pivot at most");
        }
        if (state instanceof TaskState.Forward f && f.past()) {
            around.pivotReached(pivotName());
        }
    }

    /**
     * @return how it ended
     * @throws InterruptedException if the service stops first
     * @throws IOException if the journal cannot be written; the world is left as it is
     */
    public TaskState.Ended run() throws InterruptedException, IOException {
        while (true) {
            if (around.stopping() && !(state instanceof TaskState.Ended)) {
                throw new InterruptedException("the service stops");
            }
            switch (state) {
                case TaskState.Forward f when f.next() >= steps.size() -> succeed();
                case TaskState.Forward f -> forward(f);
                case TaskState.Back b when b.next() < 0 -> fail(b.why());
                case TaskState.Back b -> back(b);
                case TaskState.Stuck s -> stuck(s);
                case TaskState.Ended e -> {
                    return e;
                }
            }
        }
    }

    private void forward(TaskState.Forward f) throws InterruptedException, IOException {
        Step step = steps.get(f.next());
        if (!f.past() && around.cancelRequested()) {
            write(new Entry.Undoing(f.begun() ? f.next() : f.next() - 1, CANCELLED));
            return;
        }
        boolean past = f.past() || step.pivot();
        if (!f.begun()) {
            if (step.pivot()) {
                around.pivotReached(step.name());
                write(new Entry.Pivot(f.next()));
            } else {
                write(new Entry.Begun(f.next()));
            }
        }
        if (endedByLoss()) {
            return;
        }
        try {
            around.perform(step.run(), !past);
            done(f.next());
            tries = 0;
        } catch (StoreUnavailable e) {
            park(e);
        } catch (JournalFailed e) {
            throw e.reason;
        } catch (Exception e) {
            leaveIfStopping(e);
            if (past) {
                around.log(
                        "'" + step.name() + "' failed: " + text(e) + "; it is tried again, since there is no way back");
                pause();
            } else {
                write(new Entry.Undoing(f.next(), around.cancelRequested() ? CANCELLED : reason(e)));
            }
        }
    }

    private void back(TaskState.Back b) throws InterruptedException, IOException {
        Step step = steps.get(b.next());
        if (endedByLoss()) {
            return;
        }
        try {
            around.perform(step.undo(), false);
            write(new Entry.Undone(b.next()));
            tries = 0;
        } catch (StoreUnavailable e) {
            park(e);
        } catch (JournalFailed e) {
            throw e.reason;
        } catch (Exception e) {
            leaveIfStopping(e);
            write(new Entry.Stuck(b.next(), "and undo of '" + step.name() + "' failed: " + text(e)));
        }
    }

    private void stuck(TaskState.Stuck s) throws InterruptedException, IOException {
        if (endedByLoss()) {
            return;
        }
        try {
            around.perform(progress -> mark.undoFailed(s.why()), false);
        } catch (StoreUnavailable e) {
            park(e);
            return;
        } catch (Exception e) {
            leaveIfStopping(e);
            around.log("that the undo failed could not be marked: " + text(e));
        }
        fail(s.why());
    }

    private boolean endedByLoss() throws IOException {
        Optional<String> lost = around.lost();
        if (lost.isPresent()) {
            fail(lost.get() + "; nothing more is touched here");
        }
        return lost.isPresent();
    }

    private void succeed() throws IOException {
        int warnings = around.warnings();
        around.logEnd(warnings == 0 ? "TASK OK" : "TASK WARNINGS: " + warnings);
        write(new Entry.Ended(around.nowSeconds(), warnings == 0 ? "OK" : "WARNINGS: " + warnings));
    }

    private void fail(String why) throws IOException {
        around.logEnd("TASK ERROR: " + Entry.oneLine(why));
        write(new Entry.Ended(around.nowSeconds(), why));
    }

    private void park(StoreUnavailable e) throws InterruptedException {
        if (tries == 0) {
            around.log("waiting for the store: " + text(e));
        }
        pause();
    }

    private void pause() throws InterruptedException {
        long seconds = 1L << Math.min(tries++, 10);
        around.pause(seconds < LONGEST_PAUSE.toSeconds() ? Duration.ofSeconds(seconds) : LONGEST_PAUSE);
    }

    private void leaveIfStopping(Exception e) throws InterruptedException {
        if (around.stopping()) {
            InterruptedException stop = new InterruptedException("the service stops");
            stop.initCause(e);
            throw stop;
        }
    }

    /** Where a crash loses that a step is done, it is done again, which every step bears; so the disk is not waited for. */
    private void done(int step) throws IOException {
        Entry entry = new Entry.Done(step);
        try {
            journal.note(entry);
        } catch (IOException e) {
            throw new JournalFailed(e);
        }
        state = TaskState.after(state, entry);
    }

    private void write(Entry entry) throws IOException {
        try {
            journal.write(entry);
        } catch (IOException e) {
            throw new JournalFailed(e);
        }
        state = TaskState.after(state, entry);
    }

    private String pivotName() {
        return steps.stream().filter(Step::pivot).map(Step::name).findFirst().orElse("the last step");
    }

    /** Why a task goes back: once it has, nothing of it is unknown. */
    private static String reason(Exception e) {
        String text = text(e);
        int unknown = text.indexOf(Failure.UNKNOWN);
        return unknown < 0 ? text : text.substring(0, unknown);
    }

    static String text(Throwable e) {
        if (e instanceof Refused r) {
            return r.failure().text();
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : Entry.oneLine(message);
    }

    /** Keeps a failing journal apart from a failing step. */
    private static final class JournalFailed extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException reason;

        JournalFailed(IOException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
