package io.coppice.standalone;

import io.coppice.auth.AuthService;
import io.coppice.auth.first.FirstStart;
import io.coppice.auth.pam.PamRealm;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.live.Live;
import io.coppice.live.LocalLive;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.node.cluster.ClusterRoutes;
import io.coppice.node.cluster.LiveFigures;
import io.coppice.node.cluster.Resources;
import io.coppice.node.host.HostStatus;
import io.coppice.node.host.ProcFiles;
import io.coppice.node.task.TaskRoutes;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.ServiceServer;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.OldTasks;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.Tasks;
import io.coppice.storage.StorageService;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import io.coppice.store.socket.Peers;
import io.coppice.store.socket.StoreServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The node's graph of objects, from the truth up to the sockets. */
final class NodeProcess {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<TaskRunner> runners = new ArrayList<>();
    private final Routes routes = new Routes();

    private NodeProcess() {}

    static NodeProcess start(Arguments arguments, DataFolder data) throws IOException {
        NodeProcess process = new NodeProcess();
        process.run(arguments, data);
        return process;
    }

    private void run(Arguments arguments, DataFolder data) throws IOException {
        NodeName here = ThisHost.name();
        if (new NodeCertificate(data.secret(), data.gateway()).ensure(here, ThisHost.addresses(here), Instant.now())) {
            data.giveToGateway(data.gateway().resolve("tls.key"), true);
        }
        Sealer sealer = Sealer.withKeyring(data.secret().resolve("keyring"));
        Store store = keep(Stores.open(data.store(), here));
        FirstStart first = new FirstStart(new AccessStore(store), sealer);
        if (!first.isDone()) {
            first.ensure(password(arguments));
        }
        Path done = data.secret().resolve("first-start-done");
        if (!Files.exists(done)) {
            Files.createFile(done);
        }
        keep(StoreServer.listen(
                store,
                data.storeSocketForGateway(),
                path -> !path.startsWith("priv/"),
                Set.of(),
                data.hasGatewayUser() ? Peers.user(DataFolder.GATEWAY_USER) : Peers.own()));
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        ExecutorService workers = keep(Executors.newVirtualThreadPerTaskExecutor());
        StoreGatekeeper gatekeeper = new StoreGatekeeper(store, InstantSource.system());
        Clock clock = Clock.systemUTC();
        TaskFolder tasks = new TaskFolder(data.tasks());
        Live live = keep(new LocalLive(here, clock));
        HostStatus host = new HostStatus(new ProcFiles(Path.of("/")), List::of);

        StorageService storage = new StorageService(
                here, store, live, keep(runner(tasks, here, Service.STORAGE, store, clock)), new HostCommands());
        storage.start(data.root().resolve("storage"));
        every("storage figures", Duration.ofSeconds(10), storage::publish);
        every("old tasks", Duration.ofHours(1), new OldTasks(tasks, clock));

        routes.add(new AuthService(store, gatekeeper, first, PamRealm.ofThisJvm(), InstantSource.system()).routes())
                .add(storage.routes())
                .add(new ClusterRoutes(
                                here,
                                ThisHost.address(),
                                NodeCertificate.fingerprint(data.gateway().resolve("tls.pem")),
                                host,
                                store,
                                new Resources(here, store, new LiveFigures(live, clock), host))
                        .routes())
                .add(new TaskRoutes(here, new Tasks(tasks)).routes());
        for (TaskRunner runner : runners) {
            runner.resume();
        }
        listen(data, store, vertx, workers, new Dispatcher(routes, gatekeeper));
    }

    private void listen(DataFolder data, Store store, Vertx vertx, ExecutorService workers, Dispatcher dispatcher)
            throws IOException {
        for (Service service : List.of(Service.AUTH, Service.STORAGE, Service.COMPUTE, Service.NODE)) {
            Path socket = data.sockets(service).resolve("api.sock");
            keep(ServiceServer.listen(
                    vertx,
                    socket,
                    dispatcher,
                    new ServiceServer.Admits(false, Set.of(0, data.gatewayUid())),
                    () -> store.image().revision().toString(),
                    workers));
            data.giveToGateway(socket, false);
        }
    }

    /** The endpoints that have a handler here. */
    Set<String> served() {
        return routes.all().stream().map(s -> s.endpoint().toString()).collect(Collectors.toSet());
    }

    private TaskRunner runner(TaskFolder tasks, NodeName here, Service service, Store store, Clock clock) {
        TaskRunner runner = new TaskRunner(tasks, here, service, new StoreOwnership(store, here), clock);
        runners.add(runner);
        return runner;
    }

    private void every(String name, Duration period, Reconciler work) {
        keep(new ReconcilerLoop(name, work, period, new Random()));
    }

    private static String password(Arguments arguments) throws IOException {
        Path file = arguments
                .passwordFile()
                .orElseThrow(() -> new IOException("the first start needs --admin-password-file"));
        return Files.readString(file).strip();
    }

    private <T extends AutoCloseable> T keep(T what) {
        open.add(what);
        return what;
    }

    void close() {
        for (AutoCloseable one : open.reversed()) {
            try {
                one.close();
            } catch (Exception e) {
                System.err.println("while closing " + one + ": " + e);
            }
        }
    }
}
