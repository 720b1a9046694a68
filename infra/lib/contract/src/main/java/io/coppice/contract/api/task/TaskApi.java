package io.coppice.contract.api.task;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/** /cluster/tasks and /nodes/{node}/tasks */
public final class TaskApi {
    /** Names of the rules that the serving side decides. */
    public static final String RULE_LIST = "tasks.list";

    public static final String RULE_READ = "task.read";
    public static final String RULE_STOP = "task.stop";

    public record OfCluster(
            @Param(value = "Only those of the node that answers.", otherwise = "0", ours = true)
            boolean local) {}

    public record OfNode(
            @Param("The cluster node.") NodeName node,

            @Param(value = "Only those that ended with an error.", otherwise = "0")
            boolean errors,

            @Param(value = "So many at most.", min = 0, otherwise = "50")
            int limit,

            @Param(value = "Only those that began at or after this.", unit = "Unix s")
            Optional<Long> since,

            @Param(
                    value = "Those that ended, those that run, or both.",
                    values = {"archive", "active", "all"},
                    otherwise = "archive")
            String source,

            @Param(value = "So many are left out first.", min = 0, otherwise = "0")
            int start,

            @Param(value = "Only those that ended so.", format = "pve-task-status-type-list")
            List<String> statusfilter,

            @Param("Only those of this type.") Optional<String> typefilter,

            @Param(value = "Only those that began at or before this.", unit = "Unix s")
            Optional<Long> until,

            @Param("Only those of users whose name has this in it.")
            Optional<String> userfilter,

            @Param("Only those of this guest.") Optional<Vmid> vmid) {}

    public record OfTask(
            @Param("The cluster node.") NodeName node,
            @Param("The task.") Upid upid) {}

    public record OfStatus(
            @Param("The cluster node.") NodeName node,
            @Param("The task.") Upid upid,

            @Param(
                    name = "wait",
                    value =
                            "Answer when the task has ended, or after so long; below the time that idle connections live.",
                    min = 0,
                    max = 60,
                    otherwise = "0",
                    unit = "s",
                    ours = true)
            int seconds) {}

    public record Log(
            @Param("The cluster node.") NodeName node,
            @Param("The task.") Upid upid,

            @Param("The whole log as a file; not with start or limit.")
            Optional<Boolean> download,

            @Param(value = "So many lines at most.", min = 0, otherwise = "50")
            int limit,

            @Param(value = "So many lines are left out first.", min = 0, otherwise = "0")
            int start) {}

    /**
     * A task in a list.
     *
     * @param starttime Unix seconds, as endtime
     * @param tokenid of the API token that asked, without its user
     * @param status how it ended; {@code RUNNING} in a node's list while it runs; {@code unknown} where it ran when its node was
     *     last in reach
     * @param asof since when its node is out of reach, Unix seconds; ours, and absent where it is in reach
     */
    public record Listed(
            String upid,
            String node,
            long pid,
            long pstart,
            long starttime,
            Optional<Long> endtime,
            String type,
            String id,
            String user,
            Optional<String> tokenid,
            Optional<String> status,
            Optional<Long> asof) {}

    /**
     * One task.
     *
     * @param status {@code running} or {@code stopped}
     * @param exitstatus {@code OK}, {@code WARNINGS: n} or the error; only once stopped
     */
    public record Status(
            String upid,
            String node,
            long pid,
            long pstart,
            long starttime,
            String type,
            String id,
            String user,
            Optional<String> tokenid,
            String status,
            Optional<String> exitstatus) {}

    /** A line of a log, counted from one. */
    public record Line(int n, String t) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfCluster, List> CLUSTER = get("/cluster/tasks", OfCluster.class, List.class)
            .summary("The newest tasks of all nodes that the caller may see.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .listed()
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfNode, List> LIST = get("/nodes/{node}/tasks", OfNode.class, List.class)
            .summary("A node's tasks, the newest first.")
            .allow(Guard.rule(RULE_LIST, "Lists the caller's own tasks, or all with Sys.Audit on /nodes/<node>."))
            .servedBy(Service.NODE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfTask, List> INDEX = get("/nodes/{node}/tasks/{upid}", OfTask.class, List.class)
            .summary("What there is of a task.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .build();

    public static final Endpoint<OfTask, Void> STOP = delete("/nodes/{node}/tasks/{upid}", OfTask.class, Void.class)
            .summary("Stop a task: what it did is taken back.")
            .allow(Guard.rule(RULE_STOP, "The caller's own task, or Sys.Modify on /nodes/<node>."))
            .servedBy(Service.NODE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Log, Object> LOG = get("/nodes/{node}/tasks/{upid}/log", Log.class, Object.class)
            .summary("A task's log.")
            .allow(Guard.rule(RULE_READ, "The caller's own task, or Sys.Audit on /nodes/<node>."))
            .servedBy(Service.NODE)
            .on(Place.NODE)
            .body(Body.DOWNLOAD)
            .build();

    public static final Endpoint<OfStatus, Status> STATUS = get(
                    "/nodes/{node}/tasks/{upid}/status", OfStatus.class, Status.class)
            .summary("Whether a task runs, and how it ended.")
            .allow(Guard.rule(RULE_READ, "The caller's own task, or Sys.Audit on /nodes/<node>."))
            .servedBy(Service.NODE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(CLUSTER, LIST, INDEX, STOP, LOG, STATUS);

    private TaskApi() {}
}
