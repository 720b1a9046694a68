package io.coppice.tasklaws;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.servicekit.task.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The laws find what they are there to find. */
class LawlessTaskTest {
    private static TaskLaws<Shelf.In> laws(java.util.function.Function<Map<String, String>, List<Step>> steps) {
        return new TaskLaws<>() {
            @Override
            protected World<Shelf.In> world() {
                return Shelf.of((things, me) -> steps.apply(things));
            }
        };
    }

    private static void isFound(Executable law) {
        assertThrows(AssertionError.class, law);
    }

    @Test
    void an_action_that_counts_is_found() {
        TaskLaws<?> laws = laws(things ->
                List.of(Step.step("count", p -> things.merge("n", "1", String::concat), p -> things.remove("n"))));
        isFound(laws::every_action_may_run_twice);
        isFound(laws::after_a_crash_at_any_write_the_task_goes_on);
    }

    @Test
    void an_undo_that_takes_what_is_not_its_own_is_found() {
        TaskLaws<?> laws = laws(
                things -> List.of(Step.step("take", p -> things.put("disk-b", "x"), p -> things.remove("disk-a"))));
        isFound(laws::what_fails_is_taken_back_and_from_the_pivot_on_it_is_done_again);
        isFound(laws::a_cancelled_task_is_taken_back_and_past_its_pivot_goes_on);
    }

    @Test
    void an_undo_that_cannot_run_twice_is_found() {
        TaskLaws<?> laws = laws(things -> List.of(Step.step("make", p -> things.put("x", "y"), p -> {
            if (things.remove("x") == null) {
                throw new IllegalStateException("no x");
            }
        })));
        isFound(laws::every_undo_may_run_twice);
    }
}
