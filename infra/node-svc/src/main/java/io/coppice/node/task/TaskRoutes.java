package io.coppice.node.task;

import io.coppice.contract.api.task.TaskApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Download;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.TaskView;
import io.coppice.servicekit.task.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** /nodes/{node}/tasks and /cluster/tasks. */
public final class TaskRoutes {
    /** As many ended tasks as the original's cluster list has of a node. */
    private static final int RECENT = 25;

    private final NodeName here;
    private final Tasks tasks;
    private final Supplier<List<Tasks>> near;
    private final OthersTasks far;
    private final TaskEnds ends;

    /**
     * Of a node that stands alone.
     *
     * @param logs wake whoever waits for a task, which tells its end there
     */
    public TaskRoutes(NodeName here, Tasks tasks, EventLogs logs) {
        this(here, tasks, logs, () -> List.of(tasks), OthersTasks.none());
    }

    /**
     * @param near the tasks of each node that this process has in its folders, its own among them
     * @param far answers for all other nodes
     */
    public TaskRoutes(NodeName here, Tasks tasks, EventLogs logs, Supplier<List<Tasks>> near, OthersTasks far) {
        this.here = here;
        this.tasks = tasks;
        this.near = near;
        this.far = far;
        this.ends = new TaskEnds(tasks, logs);
    }

    public Routes routes() {
        return new Routes()
                .rule(TaskApi.RULE_LIST, (caller, parameters) -> {})
                .rule(TaskApi.RULE_READ, (caller, parameters) -> ownOr(caller, parameters, "Sys.Audit"))
                .rule(TaskApi.RULE_STOP, (caller, parameters) -> ownOr(caller, parameters, "Sys.Modify"))
                .serve(TaskApi.CLUSTER, (caller, in) -> recent(caller, in.local()))
                .serve(TaskApi.LIST, this::list)
                .serve(TaskApi.STOP, (caller, in) -> stop(in.upid()))
                .serve(TaskApi.LOG, (caller, in) -> log(in))
                .serve(TaskApi.STATUS, (caller, in) -> status(ends.await(in.upid(), in.seconds())));
    }

    private void ownOr(Caller caller, Map<String, Object> parameters, String privilege) {
        try {
            Upid upid = Upid.parse(String.valueOf(parameters.get("upid")));
            if (!new TaskView(upid, Optional.empty()).isOwn(caller.name())) {
                caller.require("/nodes/" + here, privilege);
            }
        } catch (Malformed e) {
            throw Refused.badParameter("upid", String.valueOf(e.getMessage()));
        }
    }

    /** Each node gives as many of its own as it would show by itself; one that does not answer has those that it told last. */
    private List<TaskApi.Listed> recent(Caller caller, boolean local) throws IOException {
        boolean all = caller.may("/", "Sys.Audit");
        List<TaskApi.Listed> seen = new ArrayList<>();
        for (Tasks ofNode : local ? List.of(tasks) : near.get()) {
            int ended = 0;
            for (TaskView task : ofNode.all()) {
                if ((all || task.isOwn(caller.name())) && (task.isRunning() || ended++ < RECENT)) {
                    seen.add(listed(task, Optional.empty()));
                }
            }
        }
        if (!local) {
            seen.addAll(far.seenBy(caller, all));
        }
        // each node's are sorted so already
        seen.sort(Comparator.comparingLong(task -> -task.starttime()));
        return seen;
    }

    private List<TaskApi.Listed> list(Caller caller, TaskApi.OfNode in) throws IOException {
        boolean all = caller.may("/nodes/" + here, "Sys.Audit");
        return tasks.all().stream()
                .filter(task -> all || task.isOwn(caller.name()))
                .filter(new TaskFilter(in))
                .skip(in.start())
                .limit(in.limit())
                .map(task -> listed(task, Optional.of("RUNNING")))
                .toList();
    }

    private @Nullable Void stop(Upid upid) throws IOException {
        found(upid);
        tasks.stop(upid);
        return null;
    }

    private Object log(TaskApi.Log in) throws IOException {
        Upid upid = found(in.upid()).upid();
        if (in.download().orElse(false)) {
            Path file = tasks.logFile(upid).orElseThrow(() -> Refused.notFound("the task has no log yet"));
            String name = "task-" + upid.node() + "-" + upid.type() + "-" + Instant.ofEpochSecond(upid.startSeconds());
            return new Download(name + ".log", "text/plain;charset=UTF-8", file);
        }
        return lines(tasks.log(in.upid()), in.start(), in.limit());
    }

    /** @param limit zero for all */
    static List<TaskApi.Line> lines(List<String> log, int start, int limit) {
        List<TaskApi.Line> lines = new ArrayList<>();
        for (int i = start; i < log.size() && (limit == 0 || i - start < limit); i++) {
            lines.add(new TaskApi.Line(i + 1, log.get(i)));
        }
        return log.isEmpty() ? List.of(new TaskApi.Line(1, "no content")) : lines;
    }

    private static TaskApi.Status status(TaskView task) {
        Upid upid = task.upid();
        return new TaskApi.Status(
                upid.toString(),
                upid.node().text(),
                upid.pid(),
                upid.processStart(),
                upid.startSeconds(),
                upid.type(),
                upid.id(),
                task.user(),
                task.tokenid(),
                task.isRunning() ? "running" : "stopped",
                task.end().map(TaskView.End::status));
    }

    private TaskView found(Upid upid) throws IOException {
        return ends.found(upid);
    }

    private static TaskApi.Listed listed(TaskView task, Optional<String> whileRunning) {
        Upid upid = task.upid();
        return new TaskApi.Listed(
                upid.toString(),
                upid.node().text(),
                upid.pid(),
                upid.processStart(),
                upid.startSeconds(),
                task.end().map(TaskView.End::seconds),
                upid.type(),
                upid.id(),
                task.user(),
                task.tokenid(),
                task.end().map(TaskView.End::status).or(() -> whileRunning),
                Optional.empty());
    }
}
