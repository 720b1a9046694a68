package io.coppice.tasklaws;

import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** A world of things by name; what a task makes bears its mark behind a bar. */
record Shelf(Map<String, String> things, BiFunction<Map<String, String>, TaskContext, List<Step>> make)
        implements World<Shelf.In> {
    record In(String what) {}

    static Shelf of(BiFunction<Map<String, String>, TaskContext, List<Step>> make) {
        return new Shelf(new TreeMap<>(Map.of("disk-a", "data", "vmid-7", "other task", "config-a", "conf")), make);
    }

    @Override
    public TaskKind<In> kind() {
        return new TaskKind<>() {
            @Override
            public String type() {
                return "qmsample";
            }

            @Override
            public Class<In> params() {
                return In.class;
            }

            @Override
            public List<Step> steps(In in, TaskContext me) {
                return make.apply(things, me);
            }
        };
    }

    @Override
    public In params() {
        return new In("a");
    }

    @Override
    public Object picture() {
        return Map.copyOf(things);
    }

    /** Makes a thing that was not there, and takes away only what bears the mark. */
    static Step makes(Map<String, String> things, String name, TaskContext me) {
        String marked = "new|" + me.id();
        return Step.step(
                "make " + name,
                p -> {
                    if (!things.getOrDefault(name, marked).equals(marked)) {
                        throw new IllegalStateException(name + " exists already");
                    }
                    things.put(name, marked);
                },
                p -> things.remove(name, marked));
    }
}
