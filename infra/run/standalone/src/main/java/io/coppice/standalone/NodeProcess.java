package io.coppice.standalone;

import io.coppice.auth.AuthService;
import io.coppice.auth.first.FirstStart;
import io.coppice.auth.key.TicketKeys;
import io.coppice.auth.pam.PamRealm;
import io.coppice.auth.truth.AccessStore;
import io.coppice.backup.BackupService;
import io.coppice.compute.ComputeService;
import io.coppice.compute.probe.Accelerators;
import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.live.Live;
import io.coppice.live.RemoteLive;
import io.coppice.network.NetworkService;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.node.cluster.ClusterRoutes;
import io.coppice.node.cluster.LiveFigures;
import io.coppice.node.cluster.Resources;
import io.coppice.node.event.KafkaSettings;
import io.coppice.node.health.GatewayMetrics;
import io.coppice.node.health.HealthRoutes;
import io.coppice.node.host.HostStatus;
import io.coppice.node.host.LogFiles;
import io.coppice.node.host.ProcFiles;
import io.coppice.node.task.TaskRoutes;
import io.coppice.node.vmid.VmidRoutes;
import io.coppice.node.vmid.Vmids;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.meter.Meters;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.NodeCalls;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.ServiceServer;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.OldTasks;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskMarks;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.servicekit.task.Tasks;
import io.coppice.storage.StorageService;
import io.coppice.storage.sweep.Living;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import io.coppice.store.socket.Peers;
import io.coppice.store.socket.RemoteStore;
import io.coppice.store.socket.StoreServer;
import io.coppice.store.state.Ownership;
import io.coppice.store.view.EtcPveView;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The node's graph of objects, from the truth up to the sockets: all services, or with {@code --service} one. */
final class NodeProcess {
    private static final List<Service> SERVICES = HealthApi.SERVICES;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<TaskRunner> runners = new ArrayList<>();
    private final Routes routes = new Routes();
    private final Arguments arguments;
    private final DataFolder data;
    private final List<Service> mine;
    private final Meters meters;
    private volatile boolean started;

    private NodeProcess(Arguments arguments, DataFolder data) {
        this.arguments = arguments;
        this.data = data;
        this.meters = new Meters(arguments.service().orElse(Service.NODE).label());
        this.mine = arguments.service().map(List::of).orElse(SERVICES);
    }

    static NodeProcess start(Arguments arguments, DataFolder data) throws IOException {
        NodeProcess process = new NodeProcess(arguments, data);
        process.run();
        return process;
    }

    /** What every service stands on. */
    private record Ground(
            NodeName here, Store store, Live live, TaskFolder tasks, Clock clock, Vertx vertx, EventDoors events) {}

    private void run() throws IOException {
        NodeName here = ThisHost.name();
        Store store = mine.contains(Service.NODE) ? truth(here) : truthOfNode();
        Clock clock = Clock.systemUTC();
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Live live = liveState(here, clock);
        EventDoors events = new EventDoors(here, data.events(), this::keep);
        Ground ground = new Ground(here, store, live, new TaskFolder(data.tasks()), clock, vertx, events);
        ExecutorService workers = keep(Executors.newVirtualThreadPerTaskExecutor());
        StoreGatekeeper gatekeeper = new StoreGatekeeper(store, InstantSource.system());
        Dispatcher dispatcher = new Dispatcher(routes, gatekeeper, meters);
        Optional<ComputeService> compute = Optional.empty();
        for (Service service : mine) {
            switch (service) {
                case AUTH -> auth(ground, gatekeeper);
                case STORAGE -> storage(ground);
                case BACKUP -> backup(ground, gatekeeper, dispatcher);
                case NETWORK -> network(ground);
                case NODE -> node(ground, gatekeeper, dispatcher);
                case COMPUTE -> compute = Optional.of(compute(ground, gatekeeper, dispatcher));
                default -> {}
            }
            routes.add(meters.seen(service, service == mine.getFirst(), this::lacks));
        }
        for (TaskRunner runner : runners) {
            runner.resume();
        }
        for (Service service : mine) {
            listen(service, store, vertx, workers, dispatcher);
        }
        if (compute.isPresent()) {
            startGuests(compute.get());
        }
        started = true;
    }

    /** Opens the truth, and lets other processes see it. */
    private Store truth(NodeName here) throws IOException {
        if (new NodeCertificate(data.secret(), data.gateway()).ensure(here, ThisHost.addresses(here), Instant.now())) {
            data.giveToGateway(data.gateway().resolve("tls.key"), true);
        }
        sealer();
        Store store = keep(Stores.open(data.store(), here));
        keep(EtcPveView.follow(store, data.etcPve(), here));
        keep(StoreServer.listen(
                store, data.storeSocketForGateway(), path -> !path.startsWith("priv/"), Set.of(), gatewayPeers()));
        for (Service other : others()) {
            keep(StoreServer.listen(
                    store,
                    data.storeSocket(other),
                    path -> !path.startsWith("priv/") || Ownership.owns(other, path),
                    Set.of(other)));
        }
        return store;
    }

    private Peers gatewayPeers() throws IOException {
        return data.hasGatewayUser() ? Peers.user(DataFolder.GATEWAY_USER) : Peers.own();
    }

    private Store truthOfNode() throws IOException {
        return keep(RemoteStore.connect(data.storeSocket(mine.getFirst())));
    }

    private Live liveState(NodeName here, Clock clock) throws IOException {
        return mine.contains(Service.NODE)
                ? LiveDoors.open(data, here, clock, others(), this::keep)
                : keep(RemoteLive.connect(data.liveSocket(mine.getFirst()), here, clock));
    }

    /** The services in processes of their own, seen from the one that holds the truth. */
    private List<Service> others() {
        return arguments.service().isEmpty()
                ? List.of()
                : SERVICES.stream().filter(s -> s != Service.NODE).toList();
    }

    /** Made by the first process, which the others wait for. */
    private Sealer sealer() throws IOException {
        return Sealer.withKeyring(data.secret().resolve("keyring"));
    }

    private void auth(Ground ground, StoreGatekeeper gatekeeper) throws IOException {
        TicketKeys keys = new TicketKeys(new AccessStore(ground.store()), sealer());
        FirstStart first = new FirstStart(new AccessStore(ground.store()), keys, ground.clock());
        if (!first.isDone()) {
            first.ensure(password());
        }
        Path done = data.secret().resolve("first-start-done");
        if (!Files.exists(done)) {
            Files.createFile(done);
            // without it, the next start after a loss of power would wait for a first password that is over
            try (FileChannel folder = FileChannel.open(data.secret(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
        every(
                "ticket keys",
                Duration.ofMinutes(10),
                () -> keys.rotate(ground.clock().instant()));
        routes.add(new AuthService(
                        ground.here(), ground.store(), gatekeeper, keys, PamRealm.ofThisJvm(), InstantSource.system())
                .routes());
    }

    private void storage(Ground ground) throws IOException {
        TaskRunner runner = runner(ground, Service.STORAGE);
        TaskMarks marks = new TaskMarks(ground.tasks(), ground.here());
        StorageService storage = new StorageService(
                new StorageService.Ground(
                        ground.here(),
                        ground.store(),
                        ground.live(),
                        runner,
                        Living.of(marks),
                        data.spool(),
                        Optional.of(ground.events().outbox(Service.STORAGE))),
                new HostCommands());
        storage.start(data.root().resolve("storage"));
        ReconcilerLoop leavings = every("storage leavings", Duration.ofMinutes(1), storage::sweep);
        ground.events().nudge("storage leavings", leavings, Set.of(GuestEvents.DESTROYED));
        every("storage figures", Duration.ofSeconds(10), storage::publish);
        routes.add(storage.routes());
    }

    private void network(Ground ground) throws IOException {
        TaskRunner runner = runner(ground, Service.NETWORK);
        routes.add(new NetworkService(settings().network().ground(ground.here(), runner, data), new HostCommands())
                .routes());
    }

    private NodeCalls calls(Ground ground, Dispatcher dispatcher) {
        return new NodeCalls(
                dispatcher, new ServiceClient(ground.vertx(), data.sockets(), "service.sock", ground.here()));
    }

    private void backup(Ground ground, StoreGatekeeper gatekeeper, Dispatcher dispatcher) throws IOException {
        Caller itself = gatekeeper.admit(new Credential.Vouched("system:backup@" + ground.here()), "");
        BackupService backup = new BackupService(
                new BackupService.Ground(
                        ground.here(), ground.store(), runner(ground, Service.BACKUP), new Tasks(ground.tasks())::log),
                calls(ground, dispatcher),
                itself,
                data.root().resolve("vzdump.conf"));
        routes.add(backup.routes());
    }

    private ComputeService compute(Ground ground, StoreGatekeeper gatekeeper, Dispatcher dispatcher)
            throws IOException {
        Caller itself = gatekeeper.admit(new Credential.Vouched("system:compute@" + ground.here()), "");
        Accelerators accelerators = keep(Accelerators.ofHost(
                settings().accelerator(), data.root().resolve("probe"), ProgramDoors.of(arguments.guests())));
        accelerators.start();
        ComputeService compute = keep(new ComputeService(
                new ComputeService.Doors(
                        ground.here(),
                        ground.store(),
                        ground.live(),
                        runner(ground, Service.COMPUTE),
                        ProgramDoors.of(arguments.guests()),
                        ground.clock(),
                        Optional.of(ground.events().outbox(Service.COMPUTE))),
                calls(ground, dispatcher),
                itself,
                data.sockets().resolve("qemu-server"),
                accelerators));
        every("guest figures", Duration.ofSeconds(2), compute::publish);
        every("held VM IDs", Duration.ofMinutes(1), compute.held(new TaskMarks(ground.tasks(), ground.here())::isOver));
        routes.add(compute.routes());
        return compute;
    }

    private NodeSettings settings() throws IOException {
        return NodeSettings.read(data.settings());
    }

    private static void startGuests(ComputeService compute) throws IOException {
        try {
            compute.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while guests were started", e);
        }
    }

    /** What this process still has to do until it has started. */
    private Optional<String> lacks() {
        return started ? Optional.empty() : Optional.of("it is starting");
    }

    private void node(Ground ground, StoreGatekeeper gatekeeper, Dispatcher dispatcher) throws IOException {
        Caller itself = gatekeeper.admit(new Credential.Vouched("system:node@" + ground.here()), "");
        routes.add(new HealthRoutes(
                        calls(ground, dispatcher),
                        itself,
                        new GatewayMetrics(data.gatewayMetrics(), ground.clock()),
                        data.sockets(Service.NODE))
                .routes());
        HostStatus host = new HostStatus(
                new ProcFiles(Path.of("/")), () -> ComputeService.warnings(ground.live(), ground.here()));
        LiveFigures figures = new LiveFigures(ground.live(), ground.clock());
        every("logs", Duration.ofSeconds(10), new LogFiles(data.log(), 10_000_000));
        every("old tasks", Duration.ofHours(1), new OldTasks(ground.tasks(), ground.clock()));
        NodeSettings.Kafka chosen = settings().kafka();
        KafkaSettings kafka = new KafkaSettings(
                chosen.bootstrap(), chosen.login(), data.secret().resolve("kafka.properties"));
        kafka.requireUsable();
        every(
                "events",
                Duration.ofSeconds(5),
                ground.events()
                        .ship(ground.store(), kafka, data.feedSocketForGateway(), gatewayPeers(), figures::status));
        routes.add(ground.events().routes());
        routes.add(new ClusterRoutes(
                                ground.here(),
                                ThisHost.address(),
                                NodeCertificate.fingerprint(data.gateway().resolve("tls.pem")),
                                host,
                                new Resources(ground.here(), ground.store(), figures, host))
                        .routes())
                .add(new VmidRoutes(new Vmids(ground.here(), ground.store())).routes())
                .add(new TaskRoutes(
                                ground.here(),
                                new Tasks(ground.tasks()),
                                ground.events().logs())
                        .routes());
    }

    /** One socket for those who bring credentials; in a process of its own, one for the other services too. */
    private void listen(Service service, Store store, Vertx vertx, ExecutorService workers, Dispatcher dispatcher)
            throws IOException {
        Path folder = data.sockets(service);
        Supplier<String> revision = () -> store.image().revision().toString();
        ServiceServer.Admits callers = new ServiceServer.Admits(false, data.callers());
        keep(ServiceServer.listen(vertx, folder.resolve("api.sock"), dispatcher, callers, revision, workers));
        data.giveToGateway(folder.resolve("api.sock"), false);
        if (arguments.service().isPresent()) {
            ServiceServer.Admits services = new ServiceServer.Admits(true, Set.of(0));
            keep(ServiceServer.listen(vertx, folder.resolve("service.sock"), dispatcher, services, revision, workers));
        }
    }

    /** The endpoints that have a handler here. */
    Set<String> served() {
        return routes.all().stream().map(s -> s.endpoint().toString()).collect(Collectors.toSet());
    }

    private TaskRunner runner(Ground ground, Service service) throws IOException {
        StoreOwnership ownership = new StoreOwnership(ground.store(), ground.here());
        TaskVault vault = new TaskVault(ground.store(), sealer(), service);
        TaskRunner runner = keep(new TaskRunner(ground.tasks(), ground.here(), ownership, vault, ground.clock()));
        runners.add(runner.announce(ground.events().outbox(service)));
        return runner;
    }

    private ReconcilerLoop every(String name, Duration period, Reconciler work) {
        return keep(new ReconcilerLoop(name, work, period, new Random()));
    }

    private String password() throws IOException {
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
