package io.coppice.servicekit.task;

/** One line of a task's journal: what is certain from then on. */
public sealed interface Entry {
    /** The step may have begun to act. */
    record Begun(int step) implements Entry {}

    /** The pivot may have begun to act: there is no way back. */
    record Pivot(int step) implements Entry {}

    record Done(int step) implements Entry {}

    /** Goes back from this step on, itself included; -1 where nothing has begun. */
    record Undoing(int from, String why) implements Entry {}

    record Undone(int step) implements Entry {}

    /** The undo of this step failed. */
    record Stuck(int step, String why) implements Entry {}

    /** @param status {@code OK}, {@code WARNINGS: n} or the error */
    record Ended(long seconds, String status) implements Entry {}

    default String line() {
        return switch (this) {
            case Begun b -> "begun " + b.step();
            case Pivot p -> "pivot " + p.step();
            case Done d -> "done " + d.step();
            case Undoing u -> "undoing " + u.from() + " " + oneLine(u.why());
            case Undone u -> "undone " + u.step();
            case Stuck s -> "stuck " + s.step() + " " + oneLine(s.why());
            case Ended e -> "ended " + e.seconds() + " " + oneLine(e.status());
        };
    }

    /** @throws IllegalArgumentException if the line is none */
    static Entry parse(String line) {
        String[] parts = line.split(" ", 3);
        String rest = parts.length > 2 ? parts[2] : "";
        long number = parts.length > 1 ? Long.parseLong(parts[1]) : -1;
        int step = (int) number;
        return switch (parts[0]) {
            case "begun" -> new Begun(step);
            case "pivot" -> new Pivot(step);
            case "done" -> new Done(step);
            case "undoing" -> new Undoing(step, rest);
            case "undone" -> new Undone(step);
            case "stuck" -> new Stuck(step, rest);
            case "ended" -> new Ended(number, rest);
            default -> throw new IllegalArgumentException("no line of a task's journal: " + line);
        };
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
