package io.coppice.standalone;

import io.coppice.auth.first.FirstStart;
import io.coppice.auth.key.TicketKeys;
import io.coppice.auth.login.PasswordHash;
import io.coppice.auth.truth.AccessStore;
import io.coppice.compute.ComputeService;
import io.coppice.contract.api.access.HostTicketApi;
import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.live.Live;
import io.coppice.live.RemoteLive;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.node.cluster.ClusterNews;
import io.coppice.node.cluster.ClusterView;
import io.coppice.node.cluster.LiveFigures;
import io.coppice.node.cluster.Members;
import io.coppice.node.event.KafkaSettings;
import io.coppice.node.host.LogFiles;
import io.coppice.node.membership.Admission;
import io.coppice.node.membership.ClusterTruth;
import io.coppice.node.membership.NodePlace;
import io.coppice.node.membership.Staging;
import io.coppice.node.task.OthersTasks;
import io.coppice.servicekit.meter.Meters;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.FarCalls;
import io.coppice.servicekit.serve.FarClient;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.ServiceServer;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.standalone.imports.Plan;
import io.coppice.store.Membership;
import io.coppice.store.Store;
import io.coppice.store.raft.Cluster;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import io.coppice.store.seen.RevisionGate;
import io.coppice.store.socket.CopyServer;
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
import java.util.stream.Collectors;

/** The node's process, from the truth up to the sockets: all services, or with {@code --service} one. */
final class NodeProcess {
    private static final List<Service> SERVICES = HealthApi.SERVICES;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Routes routes = new Routes();
    private final Arguments arguments;
    private final DataFolder data;
    private final List<Service> mine;
    private final Meters meters;
    private final Runnable again;
    private Optional<ClusterLinks> links = Optional.empty();
    private Optional<Sealer> sealer = Optional.empty();
    private volatile boolean started;
    private volatile Optional<String> halted = Optional.empty();

    private NodeProcess(Arguments arguments, DataFolder data, Runnable again) {
        this.arguments = arguments;
        this.data = data;
        this.again = again;
        this.meters = new Meters(arguments.service().orElse(Service.NODE).label());
        this.mine = arguments.service().map(List::of).orElse(SERVICES);
    }

    /** @param again is run when the services are to be closed and to begin anew */
    static NodeProcess start(Arguments arguments, DataFolder data, Runnable again) throws IOException {
        NodeProcess process = new NodeProcess(arguments, data, again);
        process.run();
        return process;
    }

    private void run() throws IOException {
        NodeName here = ThisHost.name();
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        keep(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        Store store = mine.contains(Service.NODE) ? truth(here, vertx) : truthOfNode();
        Clock clock = Clock.systemUTC();
        Live live = liveState(here, clock, store);
        StoreGatekeeper gatekeeper = new StoreGatekeeper(store, InstantSource.system());
        NodeServices.Ground ground = new NodeServices.Ground(
                here, store, live, new TaskFolder(data.tasks()), clock, events(here, store), gatekeeper);
        ExecutorService workers = keep(Executors.newVirtualThreadPerTaskExecutor());
        NodeServices services = new NodeServices(
                ground,
                HostDoors.ofThisMachine(
                        here,
                        data,
                        ProgramDoors.of(arguments.guests()),
                        settings().accelerator()),
                places(),
                sealer(),
                new ServiceClient(vertx, data.sockets(), "service.sock", here, ClusterWays.seen(store)),
                meters,
                this::keep);
        routes = services.routes();
        FarCalls far = new FarClient(vertx, data.linksSocketForServices(), ClusterWays.seen(store));
        NodeSettings.Network network = settings().network();
        Optional<ComputeService> compute = Optional.empty();
        for (Service service : mine) {
            switch (service) {
                case AUTH -> services.auth(keys(ground));
                case STORAGE -> services.storage(far);
                case BACKUP -> services.backup(data.root().resolve("vzdump.conf"));
                case METRICS ->
                    services.metrics(data.history(), true, data.sockets(Service.METRICS), MeteredLosses.of(meters));
                case NETWORK -> services.network(tasks -> network.ground(here, tasks, data));
                case NODE -> node(ground, services, vertx);
                case COMPUTE -> compute = Optional.of(services.compute(far));
                default -> {}
            }
            routes.add(meters.seen(service, service == mine.getFirst(), this::lacks));
        }
        services.resume();
        Sockets sockets = new Sockets(vertx, keep(new RevisionGate(store)), gatekeeper, workers);
        for (Service service : mine) {
            listen(service, sockets, services.dispatcher());
        }
        if (compute.isPresent()) {
            startGuests(compute.get());
        }
        started = true;
        if (mine.contains(Service.AUTH)) {
            PasswordHash.warmUp();
        }
    }

    private EventDoors events(NodeName here, Store store) throws IOException {
        EventDoors events = new EventDoors(here, data.events(), this::keep);
        return mine.contains(Service.NODE) ? events.in(store) : events;
    }

    private NodeServices.Places places() {
        return new NodeServices.Places(
                data.spool(),
                data.root().resolve("storage"),
                data.gatewayMetrics(),
                data.sockets(Service.NODE),
                Duration.ofSeconds(2),
                Duration.ofMinutes(1));
    }

    /** Opens the truth, and lets other processes see it. */
    private Store truth(NodeName here, Vertx vertx) throws IOException {
        if (new NodeCertificate(data.secret(), data.gateway()).ensure(here, ThisHost.addresses(here), Instant.now())) {
            data.giveToGateway(data.gateway().resolve("tls.key"), true);
        }
        sealer();
        MovingIn moving = new MovingIn(data);
        Optional<Staging.Given> given = moving.keys();
        ClusterLinks others = ClusterLinks.open(vertx, here, data, settings().cluster(), this::keep);
        links = Optional.of(others);
        Cluster cluster = MovingIn.cluster(others);
        if (given.isPresent()) {
            moving.store(here, given.get(), cluster);
        }
        Store store = keep(Stores.open(data.store(), here, StoreOptions.usual(), cluster));
        keep(EtcPveView.follow(store, data.etcPve(), here));
        keep(StoreServer.listen(
                store, data.storeSocketForGateway(), path -> !path.startsWith("priv/"), Set.of(), gatewayPeers()));
        keep(StoreServer.listen(store, data.storeSocketForRoot(), Plan::looksAt, Set.of(Service.NODE)));
        keep(CopyServer.listen(data.copySocket(), to -> Stores.copy(store, to)));
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

    private Live liveState(NodeName here, Clock clock, Store store) throws IOException {
        return mine.contains(Service.NODE)
                ? LiveDoors.open(data, here, clock, ClusterTruth.members(store.image()), others(), this::keep)
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
        Sealer known = sealer.isPresent()
                ? sealer.get()
                : Sealer.withKeyring(data.secret().resolve("keyring"));
        sealer = Optional.of(known);
        return known;
    }

    /** Makes what the first start makes. */
    private TicketKeys keys(NodeServices.Ground ground) throws IOException {
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
        return keys;
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

    private void node(NodeServices.Ground ground, NodeServices services, Vertx vertx) throws IOException {
        LiveFigures figures = new LiveFigures(ground.live(), ground.clock());
        every("logs", Duration.ofSeconds(10), new LogFiles(data.log(), 10_000_000));
        NodeSettings.Kafka chosen = settings().kafka();
        KafkaSettings kafka = new KafkaSettings(
                chosen.bootstrap(), chosen.login(), data.secret().resolve("kafka.properties"));
        kafka.requireUsable();
        ClusterLinks others = links.orElseThrow();
        Membership standing = Stores.membership(ground.store());
        EventDoors.Part part = EventDoors.Part.of(others, standing, ground, kafka);
        every(
                "events",
                Duration.ofSeconds(5),
                ground.events()
                        .ship(
                                ground.store(),
                                kafka,
                                part,
                                data.feedSocketForGateway(),
                                gatewayPeers(),
                                figures::status));
        Admission admission =
                new Admission(ground.here(), ground.store(), sealer(), InstantSource.system(), standing::level);
        others.follow(ground.store(), admission, sealer());
        services.membership(
                place(ground), admission, others.members(ground.store()), others::showAnew, standing::voters, vertx);
        Members.Member alone = new Members.Member(
                ground.here(),
                0,
                ThisHost.address(),
                Fingerprint.of(data.gateway().resolve("tls.pem")));
        ClusterView view =
                new ClusterView(ground.store(), others.links(), alone, () -> isQuorate(standing), standing::voters);
        OthersTasks tasks = OthersTasks.of(
                ClusterWays.others(vertx, ground, data),
                ClusterWays.asServices(vertx, ground, data),
                services.itself(Service.NODE),
                ground.clock());
        services.node(view, () -> List.of(services.tasks()), tasks);
        every("tasks of others", Duration.ofSeconds(10), tasks);
        services.truth(standing);
        every("halt", Duration.ofSeconds(1), () -> {
            halted = standing.halted();
            halted.ifPresent(why -> again.run());
        });
        every(
                "cluster",
                Duration.ofSeconds(1),
                new ClusterNews(view, ground.events().outbox(Service.NODE)));
    }

    /** Sooner than a node refuses changes: who subscribes to the cluster's news hears of it within five seconds. */
    private static boolean isQuorate(Membership standing) {
        return standing.leader().isPresent() && standing.silence().compareTo(Duration.ofSeconds(3)) < 0;
    }

    private NodePlace place(NodeServices.Ground ground) throws IOException {
        NodeSettings.Cluster at = settings().cluster();
        return new NodePlace(
                ground.here(),
                ground.store(),
                Stores.membership(ground.store()).me(),
                at::host,
                at.port(),
                new NodePlace.Folders(data.secret(), data.gateway()),
                again);
    }

    /**
     * One socket for those who bring credentials, one for services of other processes and nodes, which name themselves;
     * where tickets are made, one for the host's root.
     */
    private void listen(Service service, Sockets on, Dispatcher dispatcher) throws IOException {
        Path folder = data.sockets(service);
        ServiceServer.Admits root = new ServiceServer.Admits(true, Set.of(0));
        keep(on.listen(folder.resolve("api.sock"), dispatcher, new ServiceServer.Admits(false, data.callers())));
        data.giveToGateway(folder.resolve("api.sock"), false);
        if (service == Service.AUTH) {
            Dispatcher toTicket = new Dispatcher(routes.only(HostTicketApi.TICKET), on.gatekeeper());
            keep(on.listen(folder.resolve(HostTicketApi.SOCKET), toTicket, root));
        }
        keep(on.listen(folder.resolve("service.sock"), dispatcher, root));
    }

    /**
     * After the services were to be closed.
     *
     * @throws IOException when the store has halted: what this node says is old from then on, and who asks it through another one
     *     would take that for true, so it must not go on
     */
    void requireTruth() throws IOException {
        if (halted.isPresent()) {
            throw new IOException(halted.get());
        }
    }

    /** The endpoints that have a handler here. */
    Set<String> served() {
        return routes.all().stream().map(s -> s.endpoint().toString()).collect(Collectors.toSet());
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

    private synchronized <T extends AutoCloseable> T keep(T what) {
        open.add(what);
        return what;
    }

    void close() {
        for (AutoCloseable one : List.copyOf(open).reversed()) {
            try {
                one.close();
            } catch (Exception e) {
                System.err.println("while closing " + one + ": " + e);
            }
        }
    }
}
