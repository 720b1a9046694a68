package io.coppice.servicekit.task;

/**
 * One part of a task. Both halves may run more than once; the undo removes only what bears the task's mark, so it may
 * also run for a step that failed half way.
 *
 * @param pivot from it on the task only goes forward
 */
public record Step(String name, Work run, Work undo, boolean pivot) {
    /** Does something, speaks through {@code progress}, and may block. */
    @FunctionalInterface
    public interface Work {
        void run(Progress progress) throws Exception;
    }

    public static Step step(String name, Work run, Work undo) {
        return new Step(name, run, undo, false);
    }

    /** Repeated until done; a task has one at most, and all that can fail comes before it. */
    public static Step pivot(String name, Work run) {
        return new Step(name, run, progress -> {}, true);
    }
}
