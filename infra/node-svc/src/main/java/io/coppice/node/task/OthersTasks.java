package io.coppice.node.task;

import io.coppice.contract.api.task.TaskApi;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.OtherNodes;
import io.coppice.servicekit.task.TaskView;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The newest tasks of the other nodes: as each tells them, and of a node that does not answer as it told them last. What ran
 * there then is {@code unknown} now.
 */
public final class OthersTasks implements Reconciler {
    /** Of each node, the newest; a node lists far fewer unless so many run. */
    private static final int MOST = 500;

    private static final String UNKNOWN = "unknown";
    private final Asked asCaller;
    private final Supplier<Map<NodeName, Optional<List<TaskApi.Listed>>>> all;
    private final InstantSource clock;
    private final Map<NodeName, Told> last = new ConcurrentHashMap<>();

    /** Asks each other node for its tasks. */
    @FunctionalInterface
    interface Asked {
        /** Of each node those that the caller may see; empty for a node that does not answer. */
        Map<NodeName, Optional<List<TaskApi.Listed>>> by(Caller caller);
    }

    /** @param seconds when, Unix seconds of this node's clock */
    private record Told(List<TaskApi.Listed> tasks, long seconds) {}

    OthersTasks(Asked asCaller, Supplier<Map<NodeName, Optional<List<TaskApi.Listed>>>> all, InstantSource clock) {
        this.asCaller = asCaller;
        this.all = all;
        this.clock = clock;
    }

    /**
     * @param others asked with the credentials of who asks here
     * @param asServices asked as the node itself, for what is remembered
     */
    public static OthersTasks of(OtherNodes others, OtherNodes asServices, Caller itself, InstantSource clock) {
        return new OthersTasks(caller -> ask(others, caller), () -> ask(asServices, itself), clock);
    }

    /** Of a node whose own folders hold the tasks of all. */
    public static OthersTasks none() {
        return new OthersTasks(caller -> Map.of(), Map::of, InstantSource.system());
    }

    private static Map<NodeName, Optional<List<TaskApi.Listed>>> ask(OtherNodes others, Caller caller) {
        return others.askEach(TaskApi.CLUSTER, new TaskApi.OfCluster(true), TaskApi.Listed.class, caller);
    }

    /** Remembers what each node tells; forgets those that have left. */
    @Override
    public void reconcile() {
        Map<NodeName, Optional<List<TaskApi.Listed>>> told = all.get();
        last.keySet().retainAll(told.keySet());
        remember(told);
    }

    private void remember(Map<NodeName, Optional<List<TaskApi.Listed>>> told) {
        long now = clock.millis() / 1000;
        told.forEach((node, tasks) -> tasks.ifPresent(
                listed -> last.put(node, new Told(listed.stream().limit(MOST).toList(), now))));
    }

    /**
     * Blocks, for three seconds at most where a node does not answer.
     *
     * @param audits whether the caller may see everybody's
     */
    List<TaskApi.Listed> seenBy(Caller caller, boolean audits) {
        Map<NodeName, Optional<List<TaskApi.Listed>>> told = asCaller.by(caller);
        if (audits) {
            remember(told);
        }
        return told.entrySet().stream()
                .flatMap(e -> e.getValue().map(List::stream).orElseGet(() -> remembered(e.getKey(), caller, audits)))
                .toList();
    }

    private Stream<TaskApi.Listed> remembered(NodeName node, Caller caller, boolean audits) {
        Told told = last.getOrDefault(node, new Told(List.of(), 0));
        return told.tasks().stream()
                .filter(task -> audits || isOwn(task, caller))
                .map(task -> asOf(task, told.seconds()));
    }

    private static boolean isOwn(TaskApi.Listed task, Caller caller) {
        return new TaskView(Upid.parse(task.upid()), Optional.empty()).isOwn(caller.name());
    }

    private static TaskApi.Listed asOf(TaskApi.Listed task, long seconds) {
        return new TaskApi.Listed(
                task.upid(),
                task.node(),
                task.pid(),
                task.pstart(),
                task.starttime(),
                task.endtime(),
                task.type(),
                task.id(),
                task.user(),
                task.tokenid(),
                task.endtime().isPresent() ? task.status() : Optional.of(UNKNOWN),
                Optional.of(seconds));
    }
}
