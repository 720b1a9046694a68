package io.coppice.node.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.access.Identity;
import io.coppice.contract.api.task.TaskApi;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.UserId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OthersTasksTest {
    private static final NodeName TWO = new NodeName("pve2");
    private static final NodeName THREE = new NodeName("pve3");
    private final Map<NodeName, Optional<List<TaskApi.Listed>>> nodes = new HashMap<>();
    private long now = 1_000;
    private final OthersTasks tasks = new OthersTasks(
            caller -> nodes.entrySet().stream()
                    .collect(java.util.stream.Collectors.toMap(
                            Map.Entry::getKey,
                            e -> e.getValue()
                                    .map(all -> all.stream()
                                            .filter(t -> t.user().equals(caller.name())
                                                    || caller.name().equals("root@pam"))
                                            .toList()))),
            () -> Map.copyOf(nodes),
            () -> Instant.ofEpochSecond(now));

    private static Caller user(String id) {
        return new Caller(new Identity.User(UserId.parse(id)), (path, priv) -> false, new Credential.None(), "");
    }

    private static TaskApi.Listed task(NodeName node, int id, String user, Optional<String> status) {
        return new TaskApi.Listed(
                "UPID:" + node + ":00000001:00000002:0000000" + id + ":qmtest:" + id + ":" + user + ":",
                node.text(),
                1,
                2,
                id,
                status.map(s -> 77L),
                "qmtest",
                "" + id,
                user,
                Optional.empty(),
                status,
                Optional.empty());
    }

    private List<String> seen(String user, boolean audits) {
        return tasks.seenBy(user(user), audits).stream()
                .map(t -> t.node() + " " + t.id() + " " + t.status().orElse("-")
                        + t.asof().map(s -> " as of " + s).orElse(""))
                .sorted()
                .toList();
    }

    private void tell() {
        nodes.put(
                TWO,
                Optional.of(List.of(
                        task(TWO, 2, "ann@pve", Optional.empty()), task(TWO, 1, "bob@pve", Optional.of("OK")))));
        nodes.put(THREE, Optional.of(List.of(task(THREE, 3, "bob@pve", Optional.empty()))));
    }

    @Test
    void a_node_out_of_reach_has_the_tasks_that_it_told_last_and_whether_they_run_is_unknown() {
        tell();
        tasks.reconcile();
        now = 2_000;
        assertEquals(List.of("pve2 1 OK", "pve2 2 -", "pve3 3 -"), seen("root@pam", true));
        nodes.put(TWO, Optional.empty());
        now = 3_000;
        tasks.reconcile();
        assertEquals(List.of("pve2 1 OK as of 2000", "pve2 2 unknown as of 2000", "pve3 3 -"), seen("root@pam", true));
        tell();
        assertEquals(List.of("pve2 1 OK", "pve2 2 -", "pve3 3 -"), seen("root@pam", true));
    }

    @Test
    void everybody_sees_of_what_was_told_their_own() {
        tell();
        tasks.reconcile();
        nodes.put(TWO, Optional.empty());
        nodes.put(THREE, Optional.empty());
        assertEquals(List.of("pve2 2 unknown as of 1000"), seen("ann@pve", false));
        assertEquals(List.of("pve2 1 OK as of 1000", "pve3 3 unknown as of 1000"), seen("bob@pve", false));
        assertEquals(List.of(), seen("eve@pve", false));
    }

    @Test
    void who_sees_little_makes_nobody_forget() {
        tell();
        tasks.reconcile();
        assertEquals(List.of(), seen("eve@pve", false));
        nodes.put(TWO, Optional.empty());
        nodes.remove(THREE);
        assertEquals(List.of("pve2 1 OK as of 1000", "pve2 2 unknown as of 1000"), seen("root@pam", true));
        tasks.reconcile();
        nodes.put(THREE, Optional.empty());
        assertEquals(List.of("pve2 1 OK as of 1000", "pve2 2 unknown as of 1000"), seen("root@pam", true));
    }

    @Test
    void no_more_is_kept_than_fits() {
        nodes.put(
                TWO,
                Optional.of(IntStream.range(0, 700)
                        .mapToObj(n -> task(TWO, 9, "ann@pve", Optional.empty()))
                        .toList()));
        tasks.reconcile();
        nodes.put(TWO, Optional.empty());
        assertEquals(500, tasks.seenBy(user("root@pam"), true).size());
    }
}
