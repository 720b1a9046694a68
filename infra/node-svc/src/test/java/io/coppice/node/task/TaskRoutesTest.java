package io.coppice.node.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.api.task.TaskApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.TokenId;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.UserId;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Handler;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.Ownership;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.servicekit.task.Tasks;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRoutesTest {
    record Fail(boolean fail) {}

    /** A test that takes it keeps tasks from ending. */
    private static final Semaphore HELD = new Semaphore(1);

    private static final TaskKind<Fail> KIND = new TaskKind<>() {
        @Override
        public String type() {
            return "qmtest";
        }

        @Override
        public Class<Fail> params() {
            return Fail.class;
        }

        @Override
        public List<Step> steps(Fail in, TaskContext me) {
            return List.of(Step.step(
                    "work",
                    p -> {
                        p.log("working");
                        HELD.acquire();
                        HELD.release();
                        if (in.fail()) {
                            throw new IOException("broken");
                        }
                    },
                    p -> {}));
        }
    };

    @TempDir
    Path dir;

    private final NodeName here = new NodeName("pve1");
    private TaskRunner runner;
    private Outbox outbox;
    private Routes routes;

    @BeforeEach
    void open() throws IOException {
        TaskFolder folder = new TaskFolder(dir.resolve("tasks"));
        TaskVault vault = new TaskVault(new MemoryStore(), Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        runner = new TaskRunner(folder, here, v -> new Ownership.Standing.Nowhere(), vault, Clock.systemUTC())
                .register(KIND);
        EventLogs logs = new EventLogs(dir.resolve("events"));
        outbox = new Outbox(dir.resolve("events/compute"), "compute", here, Clock.systemUTC());
        outbox.onEvent(logs::wake);
        runner.announce(outbox);
        routes = new TaskRoutes(here, new Tasks(folder), logs).routes();
    }

    @AfterEach
    void close() throws IOException {
        runner.close();
        outbox.close();
    }

    private Upid done(String user, String id, boolean fail) throws Exception {
        Upid upid = runner.start(KIND, new Fail(fail), id, user, Queue.none());
        assertTrue(runner.awaitEnd(upid, Duration.ofSeconds(20)).isPresent());
        return upid;
    }

    private static Caller who(Identity identity, boolean audit) {
        return new Caller(identity, (path, privilege) -> audit, new Credential.None(), "");
    }

    private static Caller user(String id, boolean audit) {
        return who(new Identity.User(UserId.parse(id)), audit);
    }

    @SuppressWarnings("unchecked")
    private <I extends Record, O> O ask(Endpoint<I, O> e, Caller caller, Map<String, Object> given) throws Exception {
        Handler<I, O> handler =
                (Handler<I, O>) routes.find(e.toString()).orElseThrow().handler();
        return handler.handle(caller, e.input().read(e.input().check(given), null));
    }

    private List<String> ids(Caller caller, Map<String, Object> filter) throws Exception {
        Map<String, Object> all = new java.util.HashMap<>(filter);
        all.put("node", "pve1");
        List<?> listed = ask(TaskApi.LIST, caller, all);
        return listed.stream().map(t -> ((TaskApi.Listed) t).id()).sorted().toList();
    }

    @Test
    void everybody_lists_their_own_and_an_auditor_all() throws Exception {
        done("ann@pve", "100", false);
        done("ann@pve!tok", "101", false);
        done("bob@pve", "102", false);
        assertEquals(List.of("100", "101"), ids(user("ann@pve", false), Map.of()));
        assertEquals(List.of("101"), ids(who(new Identity.Token(TokenId.parse("ann@pve!tok"), true), false), Map.of()));
        assertEquals(List.of("100", "101", "102"), ids(user("eve@pve", true), Map.of()));
    }

    @Test
    void filters_cut_the_list() throws Exception {
        done("ann@pve", "100", false);
        done("bob@pve", "101", true);
        Caller root = user("root@pam", true);
        assertEquals(List.of("101"), ids(root, Map.of("errors", "1")));
        assertEquals(List.of("100"), ids(root, Map.of("statusfilter", "ok,warning")));
        assertEquals(List.of("100"), ids(root, Map.of("userfilter", "ANN")));
        assertEquals(List.of("101"), ids(root, Map.of("vmid", "101")));
        assertEquals(List.of(), ids(root, Map.of("source", "active")));
        assertEquals(List.of(), ids(root, Map.of("until", "5")));
        assertEquals(1, ids(root, Map.of("limit", "1")).size());
        assertEquals(1, ids(root, Map.of("start", "1")).size());
    }

    @Test
    void a_status_tells_the_end_and_the_log_its_lines() throws Exception {
        Upid upid = done("ann@pve!tok", "100", true);
        Caller root = user("root@pam", true);
        Map<String, Object> task = Map.of("node", "pve1", "upid", upid.toString());
        TaskApi.Status status = ask(TaskApi.STATUS, root, task);
        assertEquals(
                "stopped broken ann@pve tok",
                String.join(
                        " ",
                        status.status(),
                        status.exitstatus().orElseThrow(),
                        status.user(),
                        status.tokenid().orElseThrow()));
        assertEquals(
                List.of(new TaskApi.Line(1, "working"), new TaskApi.Line(2, "TASK ERROR: broken")),
                ask(TaskApi.LOG, root, task));
        String gone = upid.toString().replace(":100:", ":999:");
        assertThrows(Refused.class, () -> ask(TaskApi.STATUS, root, Map.of("node", "pve1", "upid", gone)));
    }

    @Test
    void a_wait_ends_with_the_task_or_when_it_has_lasted() throws Exception {
        Caller root = user("root@pam", true);
        HELD.acquire();
        Upid upid = runner.start(KIND, new Fail(false), "100", "ann@pve", Queue.none());
        assertEquals("running", waited(root, upid, 1).status());
        Thread later = Thread.ofVirtual().start(HELD::release);
        long begun = System.nanoTime();
        assertEquals("OK", waited(root, upid, 60).exitstatus().orElseThrow());
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(50).toNanos());
        later.join();
        assertEquals("stopped", waited(root, upid, 60).status());
        assertThrows(Refused.class, () -> waited(root, upid, 61));
    }

    private TaskApi.Status waited(Caller caller, Upid upid, int seconds) throws Exception {
        return ask(TaskApi.STATUS, caller, Map.of("node", "pve1", "upid", upid.toString(), "wait", seconds));
    }

    @Test
    void an_empty_log_has_one_line() {
        assertEquals(List.of(new TaskApi.Line(1, "no content")), TaskRoutes.lines(List.of(), 0, 50));
        assertEquals(List.of(new TaskApi.Line(2, "b")), TaskRoutes.lines(List.of("a", "b", "c"), 1, 1));
    }
}
