package io.coppice.tasklaws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The laws of one kind of task. A test class extends it and makes worlds.
 *
 * @param <P> the task's inputs
 */
public abstract class TaskLaws<P extends Record> {
    /** A new world, like every other that this makes; in it the task, left alone, succeeds. */
    protected abstract World<P> world();

    private Trial<P> trial() {
        return new Trial<>(world());
    }

    private List<Step> steps() {
        World<P> w = world();
        return w.kind().steps(w.params(), Trial.context(w));
    }

    private int count() {
        return steps().size();
    }

    /** The first step of which there is no way back. */
    private int pivot() {
        List<Step> steps = steps();
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).pivot())
                .findFirst()
                .orElse(steps.size());
    }

    private Object goal() throws Exception {
        Trial<P> alone = trial();
        assertEquals("OK", alone.finish().status(), "left alone the task succeeds");
        return alone.world().picture();
    }

    private void reachesGoal(Trial<P> trial, String what) throws Exception {
        assertEquals("OK", trial.finish().status(), what);
        assertEquals(goal(), trial.world().picture(), what);
    }

    private void isAsBefore(Trial<P> trial, String what) throws InterruptedException, IOException {
        TaskState.Ended end = trial.finish();
        assertTrue(!end.status().equals("OK") && !end.status().contains("and undo of"), what + ": " + end.status());
        assertEquals(world().picture(), trial.world().picture(), what);
    }

    @Test
    void every_action_may_run_twice() throws Exception {
        for (int i = 0; i < count(); i++) {
            reachesGoal(trial().run(i, Fault.twice()), "step " + i + " twice");
        }
    }

    @Test
    void what_fails_is_taken_back_and_from_the_pivot_on_it_is_done_again() throws Exception {
        for (int i = 0; i < count(); i++) {
            for (boolean after : new boolean[] {false, true}) {
                String what = "step " + i + " fails " + (after ? "after" : "before") + " its work";
                if (i < pivot()) {
                    isAsBefore(trial().run(i, Fault.fails(after, false)), what);
                } else {
                    reachesGoal(trial().run(i, Fault.fails(after, true)), what);
                }
            }
        }
    }

    @Test
    void every_undo_may_run_twice() throws Exception {
        for (int i = 0; i < Math.min(pivot(), count()); i++) {
            for (int j = 0; j <= i; j++) {
                isAsBefore(
                        trial().run(i, Fault.fails(true, false)).undo(j, Fault.twice()),
                        "step " + i + " fails, step " + j + " is undone twice");
            }
        }
    }

    @Test
    void after_a_crash_at_any_write_the_task_goes_on() throws Exception {
        Trial<P> alone = trial();
        assertEquals("OK", alone.finish().status());
        for (int n = 1; n <= alone.writes(); n++) {
            reachesGoal(trial().crashAfter(n), "crash after write " + n);
        }
        for (int i = 0; i < count(); i++) {
            reachesGoal(trial().run(i, Fault.crashesOnce()), "crash within step " + i);
        }
    }

    @Test
    void after_a_crash_while_going_back_it_goes_further_back() throws Exception {
        for (int i = 0; i < Math.min(pivot(), count()); i++) {
            for (boolean after : new boolean[] {false, true}) {
                Trial<P> whole = trial().run(i, Fault.fails(after, false));
                isAsBefore(whole, "step " + i + " fails");
                for (int n = 1; n <= whole.writes(); n++) {
                    isAsBefore(
                            trial().run(i, Fault.fails(after, false)).crashAfter(n),
                            "step " + i + " fails, crash after write " + n);
                }
            }
            for (int j = 0; j <= i; j++) {
                isAsBefore(
                        trial().run(i, Fault.fails(true, false)).undo(j, Fault.crashesOnce()),
                        "step " + i + " fails, crash within the undo of " + j);
            }
        }
    }

    @Test
    void while_the_store_is_away_the_task_waits() throws Exception {
        for (boolean after : new boolean[] {false, true}) {
            for (int i = 0; i < count(); i++) {
                reachesGoal(trial().run(i, Fault.storeAway(after)), "the store is away at step " + i);
            }
            for (int i = 0; i < Math.min(pivot(), count()); i++) {
                for (int j = 0; j <= i; j++) {
                    isAsBefore(
                            trial().run(i, Fault.fails(true, false)).undo(j, Fault.storeAway(after)),
                            "the store is away at the undo of step " + j);
                }
            }
        }
    }

    @Test
    void a_guest_that_was_lost_is_not_touched() throws Exception {
        Trial<P> alone = trial();
        assertEquals("OK", alone.finish().status());
        for (int look = 1; look <= alone.looksForLoss(); look++) {
            isUntouched(trial().loseAt(look), "lost at look " + look);
        }
        for (int i = 0; i < Math.min(pivot(), count()); i++) {
            Trial<P> back = trial().run(i, Fault.fails(true, false));
            isAsBefore(back, "step " + i + " fails");
            for (int look = i + 2; look <= back.looksForLoss(); look++) {
                isUntouched(
                        trial().run(i, Fault.fails(true, false)).loseAt(look),
                        "step " + i + " failed, lost at look " + look);
            }
        }
    }

    @Test
    void the_truth_about_a_guest_that_left_and_came_back_is_not_changed_by_the_task_that_lost_it() throws Exception {
        Optional<World.Owned> before = world().guest();
        for (int i = 0; before.isPresent() && i < count(); i++) {
            Trial<P> trial = trial().leaveWithin(i);
            List<String> texts = new ArrayList<>();
            trial.run(
                    i,
                    Fault.before(
                            () -> texts.add(trial.world().guest().orElseThrow().text())));
            String status = trial.finish().status();
            World.Owned after = trial.world().guest().orElseThrow();
            assertNotEquals(before.get().epoch(), after.epoch(), "the world has moved its guest");
            assertEquals(texts.getFirst(), after.text(), "left within step " + i + ": " + status);
        }
    }

    private void isUntouched(Trial<P> trial, String what) throws InterruptedException, IOException {
        TaskState.Ended end = trial.finish();
        assertTrue(end.status().contains("lost to another node"), what + ": " + end.status());
        assertEquals(trial.pictureAtLoss().orElseThrow(), trial.world().picture(), what);
    }

    @Test
    void a_cancelled_task_is_taken_back_and_past_its_pivot_goes_on() throws Exception {
        Trial<P> alone = trial();
        assertEquals("OK", alone.finish().status());
        int looks = alone.looksForCancel();
        for (int look = 1; look <= looks; look++) {
            isAsBefore(trial().cancelAt(look), "cancelled at look " + look);
        }
        for (int i = 0; i < Math.min(pivot(), count()); i++) {
            isAsBefore(trial().run(i, Fault.storeAway(true)).cancelAt(i + 2), "cancelled within step " + i);
        }
        reachesGoal(trial().cancelAt(looks + 1), "cancelled too late");
    }
}
