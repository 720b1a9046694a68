package io.coppice.servicekit.task;

import java.util.List;

/** How far a task is, as its journal tells; {@link #after} is its only change. */
public sealed interface TaskState {
    /**
     * @param next the step to do
     * @param begun whether it may have acted already
     * @param past whether the pivot was begun
     */
    record Forward(int next, boolean begun, boolean past) implements TaskState {}

    /** @param next the step to undo; below zero when all is undone */
    record Back(int next, String why) implements TaskState {}

    /** An undo failed; nothing is touched any more. */
    record Stuck(String why) implements TaskState {}

    record Ended(long seconds, String status) implements TaskState {}

    static TaskState replay(List<Entry> entries) {
        TaskState state = new Forward(0, false, false);
        for (Entry e : entries) {
            state = after(state, e);
        }
        return state;
    }

    /** Pure. An entry that cannot follow is damage, and {@link IllegalStateException}. */
    static TaskState after(TaskState now, Entry entry) {
        return switch (entry) {
            case Entry.Begun b
            when now instanceof Forward f && f.next() == b.step() -> new Forward(b.step(), true, f.past());
            case Entry.Pivot p
            when now instanceof Forward f && f.next() == p.step() -> new Forward(p.step(), true, true);
            case Entry.Done d
            when now instanceof Forward f && f.next() == d.step() -> new Forward(d.step() + 1, false, f.past());
            case Entry.Undoing u when now instanceof Forward f && !f.past() -> new Back(u.from(), u.why());
            case Entry.Undone u when now instanceof Back b && b.next() == u.step() -> new Back(u.step() - 1, b.why());
            case Entry.Stuck s when now instanceof Back b -> new Stuck(b.why() + "; " + s.why());
            case Entry.Ended e when !(now instanceof Ended) -> new Ended(e.seconds(), e.status());
            default -> throw new IllegalStateException("'" + entry.line() + "' cannot follow " + now);
        };
    }
}
