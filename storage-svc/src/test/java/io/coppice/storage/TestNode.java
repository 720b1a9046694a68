package io.coppice.storage;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.live.LocalLive;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.Ownership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.task.TaskMarks;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.servicekit.task.Tasks;
import io.coppice.storage.sweep.Living;
import io.coppice.store.Change;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The service as a node wires it, over a folder: with a truth in memory, and with real files, tasks and qemu-img. */
public final class TestNode implements AutoCloseable {
    public static final String ROOT = "root@pam";
    public final NodeName here = new NodeName("pve1");
    public final MemoryStore store = new MemoryStore();
    public final Path root;
    public final Path spool;
    public final TaskFolder folder;
    public final TaskRunner tasks;
    public final StorageService service;
    public final LocalLive live = new LocalLive(here, Clock.systemUTC());
    public final Path events;
    private final Outbox outbox;
    private final Dispatcher dispatcher;

    public TestNode(Path base) throws IOException {
        this(base, node -> List.of());
    }

    /** @param kinds more kinds of tasks, which get the service that is being made */
    public TestNode(Path base, Function<TestNode, List<TaskKind<?>>> kinds) throws IOException {
        root = base.resolve("storage");
        spool = Files.createDirectories(base.resolve("spool"));
        folder = new TaskFolder(base.resolve("tasks"));
        events = base.resolve("events");
        outbox = new Outbox(events, "storage", here, InstantSource.system());
        TaskVault vault = new TaskVault(store, Sealer.withKeyring(base.resolve("keyring")), Service.STORAGE);
        tasks = new TaskRunner(folder, here, v -> new Ownership.Standing.Nowhere(), vault, Clock.systemUTC());
        service = new StorageService(
                new StorageService.Ground(
                        here, store, live, tasks, Living.of(new TaskMarks(folder, here)), spool, Optional.of(outbox)),
                new HostCommands());
        dispatcher = new Dispatcher(service.routes(), new StoreGatekeeper(store, InstantSource.system()));
        service.start(root);
        kinds.apply(this).forEach(tasks::register);
        tasks.resume();
    }

    /** A user who may do that and no more: {@code acl:1:/storage/local:u@pve:PVEAuditor:}. */
    public void access(String... lines) {
        Change.Builder change = Change.by(Service.AUTH, ROOT);
        for (String line : lines) {
            String[] parts = line.split(":");
            String section = parts[0].equals("acl")
                    ? "acl:" + parts[2] + ":" + parts[3] + ":" + parts[4]
                    : parts[0] + ":" + parts[1];
            change = change.put("user.cfg:" + section, line);
        }
        store.submit(change.build());
    }

    public @Nullable Object call(String as, String endpoint, Map<String, Object> parameters) {
        return call(as, endpoint, parameters, null);
    }

    private @Nullable Object call(String as, String endpoint, Map<String, Object> parameters, @Nullable Upload upload) {
        Map<String, Object> all = new HashMap<>(parameters);
        if (endpoint.contains("{node}")) {
            all.putIfAbsent("node", here.text());
        }
        return dispatcher.dispatch(new Dispatcher.Call(endpoint, all, new Credential.Vouched(as), "192.0.2.1", upload));
    }

    @SuppressWarnings("unchecked")
    public Map<String, Object> map(String as, String endpoint, Map<String, Object> parameters) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(call(as, endpoint, parameters));
    }

    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> list(String as, String endpoint, Map<String, Object> parameters) {
        return (List<Map<String, Object>>) java.util.Objects.requireNonNull(call(as, endpoint, parameters));
    }

    /** Status, text and parameters of what is refused. */
    public String refusal(String as, String endpoint, Map<String, Object> parameters) {
        Failure failure = assertThrows(Refused.class, () -> call(as, endpoint, parameters), endpoint + " " + parameters)
                .failure();
        return text(failure);
    }

    private static String text(Failure failure) {
        String named = failure instanceof Failure.BadParameters b ? " " + b.byName() : "";
        return failure.status() + " " + failure.text() + named;
    }

    /** As the gateway does it: spooled first, and gone when the call has ended. */
    public String upload(String as, byte[] data, Map<String, Object> parameters) throws IOException {
        Path spooled = Files.write(Files.createTempFile(spool, "upload-", ""), data);
        try {
            Map<String, Object> all = new HashMap<>(parameters);
            String name = String.valueOf(all.get("filename"));
            return String.valueOf(
                    call(as, "POST /nodes/{node}/storage/{storage}/upload", all, new Upload(name, spooled)));
        } finally {
            Files.deleteIfExists(spooled);
        }
    }

    public String uploadRefusal(byte[] data, Map<String, Object> parameters) {
        return text(assertThrows(Refused.class, () -> upload(ROOT, data, parameters))
                .failure());
    }

    /** How a task ended. */
    public String end(String upid) throws Exception {
        return tasks.awaitEnd(Upid.parse(upid), Duration.ofSeconds(60)).orElse("it has not ended");
    }

    /** Waits until no task runs. */
    public void settle() throws Exception {
        for (var view : new Tasks(folder).all()) {
            if (view.isRunning()) {
                end(view.upid().toString());
            }
        }
    }

    @Override
    public void close() {
        tasks.close();
        try {
            outbox.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.close();
    }
}
