package io.coppice.network;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.Ownership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service as a node wires it, with real files and tasks; made again over the same folder it goes on. */
final class TestNode implements AutoCloseable {
    static final String PATH = "/nodes/{node}/network";
    private final NodeName here = new NodeName("pve1");
    private final Path base;
    private final TaskRunner tasks;
    private final Dispatcher dispatcher;

    TestNode(Path base, MemoryStore store, Optional<String> namespace, Duration confirmWithin) throws IOException {
        this.base = base;
        TaskVault vault = new TaskVault(store, Sealer.withKeyring(base.resolve("keyring")), Service.NETWORK);
        TaskFolder folder = new TaskFolder(Files.createDirectories(base.resolve("tasks")));
        tasks = new TaskRunner(folder, here, v -> new Ownership.Standing.Nowhere(), vault, Clock.systemUTC());
        NetworkService service = new NetworkService(
                new NetworkService.Ground(
                        here, tasks, base, namespace, base.resolve("state"), Clock.systemUTC(), confirmWithin),
                new HostCommands());
        dispatcher = new Dispatcher(service.routes(), new StoreGatekeeper(store, InstantSource.system()));
        tasks.resume();
    }

    Path file(String name) {
        return base.resolve("etc/network").resolve(name);
    }

    @Nullable
    Object call(String as, String endpoint, Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], pairs[i + 1]);
        }
        all.put("node", here.text());
        return dispatcher.dispatch(new Dispatcher.Call(endpoint, all, new Credential.Vouched(as), "192.0.2.1", null));
    }

    /** As root. */
    @Nullable
    Object ask(String endpoint, Object... pairs) {
        return call("root@pam", endpoint, pairs);
    }

    String refusal(String as, String endpoint, Object... pairs) {
        Failure failure =
                assertThrows(Refused.class, () -> call(as, endpoint, pairs)).failure();
        return failure.status() + " " + failure.text()
                + (failure instanceof Failure.BadParameters p ? " " + p.byName() : "");
    }

    /** Begins to apply. */
    Upid apply(int confirm) {
        return Upid.parse(String.valueOf(ask("PUT " + PATH, "confirm", confirm)));
    }

    /** How it ended. */
    String end(Upid upid) throws Exception {
        return tasks.awaitEnd(upid, Duration.ofSeconds(60)).orElse("runs on");
    }

    @Override
    public void close() {
        tasks.close();
    }
}
