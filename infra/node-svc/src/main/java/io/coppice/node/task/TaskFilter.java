package io.coppice.node.task;

import io.coppice.contract.api.task.TaskApi;
import io.coppice.servicekit.task.TaskView;
import java.util.Locale;
import java.util.function.Predicate;

/** Which tasks a client asks for, apart from how many. */
record TaskFilter(TaskApi.OfNode in) implements Predicate<TaskView> {
    @Override
    public boolean test(TaskView task) {
        return source(task)
                && status(task)
                && in.typefilter().map(t -> t.equals(task.upid().type())).orElse(true)
                && in.vmid().map(v -> v.toString().equals(task.upid().id())).orElse(true)
                && in.since().map(s -> task.upid().startSeconds() >= s).orElse(true)
                && in.until().map(u -> task.upid().startSeconds() <= u).orElse(true)
                && in.userfilter()
                        .map(u -> lower(task.upid().user()).contains(lower(u)))
                        .orElse(true);
    }

    private boolean source(TaskView task) {
        return switch (in.source()) {
            case "active" -> task.isRunning();
            case "all" -> true;
            default -> !task.isRunning();
        };
    }

    /** A task that runs has no status yet: it is no error, and no filter by status leaves it out. */
    private boolean status(TaskView task) {
        if (task.end().isEmpty()) {
            return !in.errors();
        }
        String sort = task.end().get().sort();
        return (!in.errors() || sort.equals("error"))
                && (in.statusfilter().isEmpty() || in.statusfilter().stream().anyMatch(s -> lower(s).equals(sort)));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
