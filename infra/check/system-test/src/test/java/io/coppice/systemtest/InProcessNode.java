package io.coppice.systemtest;

import io.coppice.auth.AuthService;
import io.coppice.auth.first.FirstStart;
import io.coppice.auth.key.TicketKeys;
import io.coppice.auth.pam.PamRealm;
import io.coppice.auth.truth.AccessStore;
import io.coppice.backup.BackupService;
import io.coppice.compute.ComputeService;
import io.coppice.compute.probe.Accelerators;
import io.coppice.contract.api.Api;
import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.api.node.OpenApiApi;
import io.coppice.contract.api.node.VersionApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.UserId;
import io.coppice.contract.word.Vmid;
import io.coppice.gateway.call.GatewayCalls;
import io.coppice.gateway.http.Listener;
import io.coppice.gateway.http.Spool;
import io.coppice.gateway.route.ApiDocument;
import io.coppice.gateway.route.EndpointTree;
import io.coppice.gateway.stream.Streams;
import io.coppice.live.LocalLive;
import io.coppice.metrics.MetricsService;
import io.coppice.metrics.send.Losses;
import io.coppice.metrics.send.Pushing;
import io.coppice.network.NetworkService;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.node.cluster.ClusterRoutes;
import io.coppice.node.cluster.LiveFigures;
import io.coppice.node.cluster.Members;
import io.coppice.node.cluster.NodeEntries;
import io.coppice.node.cluster.Resources;
import io.coppice.node.host.HostStatus;
import io.coppice.node.host.ProcFiles;
import io.coppice.node.membership.Admission;
import io.coppice.node.membership.ClusterConfigRoutes;
import io.coppice.node.membership.KeyRenewal;
import io.coppice.node.membership.NodePlace;
import io.coppice.node.membership.OtherMembers;
import io.coppice.node.task.TaskRoutes;
import io.coppice.node.vmid.VmidRoutes;
import io.coppice.node.vmid.Vmids;
import io.coppice.servicekit.feed.FeedClient;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.NodeCalls;
import io.coppice.servicekit.serve.NodeWays;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.ServiceServer;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskMarks;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.servicekit.task.Tasks;
import io.coppice.storage.StorageService;
import io.coppice.storage.sweep.Living;
import io.coppice.store.Store;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import io.coppice.store.seen.RevisionGate;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The gateway's real listener and the real services behind their real sockets, in the test's own process, over a store in
 * memory: what a test of the wire needs, in a second and without root. Its clock can be turned.
 */
final class InProcessNode implements AutoCloseable {
    static final String PASSWORD = "first-Password-7";
    static final NodeName NAME = new NodeName("pve1");
    final MemoryStore store = new MemoryStore();
    final Routes routes = new Routes();
    final Path folder;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final StoreGatekeeper gatekeeper = new StoreGatekeeper(store, this::now);
    private final TicketKeys keys;
    final InProcessEvents events;
    private final Store seenByGateway;
    private Listener listener;
    private Streams streams;
    private final Duration idle;
    private TaskRunner compute;
    MetricsService metrics;

    /** @param more what a test serves beside the services' own endpoints */
    InProcessNode(Path folder, Duration idle) throws Exception {
        this(folder, idle, null);
    }

    /** @param seenByGateway the truth as the gateway sees it; the services' own where null */
    InProcessNode(Path folder, Duration idle, Store seenByGateway) throws Exception {
        this.folder = folder;
        Path secret = Files.createDirectories(folder.resolve("secret"));
        new NodeCertificate(secret, Files.createDirectories(folder.resolve("gateway")))
                .ensure(NAME, List.of("127.0.0.1"), Instant.now());
        keys = new TicketKeys(new AccessStore(store), Sealer.withKeyring(secret.resolve("keyring")));
        new FirstStart(new AccessStore(store), keys, this::now).ensure(PASSWORD);
        this.seenByGateway = seenByGateway == null ? store : seenByGateway;
        this.idle = idle;
        events = new InProcessEvents(NAME, store, folder.resolve("events"));
        open.add(events);
        services();
        listener = gateway();
    }

    private Instant now() {
        return Instant.now().plus(ahead.get());
    }

    private void services() throws Exception {
        Clock clock = Clock.systemUTC();
        LocalLive live = new LocalLive(NAME, clock);
        TaskFolder tasks = new TaskFolder(folder.resolve("tasks"));
        HostStatus host = new HostStatus(new ProcFiles(Path.of("/")), List::of);
        String fingerprint = Fingerprint.of(folder.resolve("gateway/tls.pem"));
        Members alone = Members.alone(new Members.Member(NAME, 0, "127.0.0.1", fingerprint));
        NodeEntries nodes = new NodeEntries(alone, host, live, clock);
        Resources resources = new Resources(store, new LiveFigures(live, clock), nodes);
        TaskRunner forStorage = runner(tasks, Service.STORAGE, clock);
        StorageService storage = new StorageService(
                new StorageService.Ground(
                        NAME, store, live, forStorage, Living.of(new TaskMarks(tasks, NAME)), folder.resolve("spool")),
                new HostCommands());
        storage.start(folder.resolve("storage"));
        TaskRunner forNetwork = runner(tasks, Service.NETWORK, clock);
        NetworkService network = new NetworkService(
                new NetworkService.Ground(
                        NAME, forNetwork, folder.resolve("host"), Optional.empty(), folder.resolve("network")),
                new HostCommands());
        Dispatcher dispatcher = new Dispatcher(routes, gatekeeper);
        ServiceClient others = new ServiceClient(vertx, folder, "service.sock", NAME);
        compute = runner(tasks, Service.COMPUTE, clock);
        ComputeService guests = new ComputeService(
                new ComputeService.Doors(NAME, store, live, compute, new HostCommands(), clock),
                new NodeCalls(dispatcher, others),
                gatekeeper.admit(new Credential.Vouched("system:compute@pve1"), ""),
                Files.createDirectories(folder.resolve("qemu-server")),
                Accelerators.ofHost(Accelerators.Choice.TCG, folder.resolve("probe"), new HostCommands()));
        open.add(guests);
        TaskRunner forBackup = runner(tasks, Service.BACKUP, clock);
        BackupService backup = new BackupService(
                new BackupService.Ground(NAME, store, forBackup, new Tasks(tasks), clock, new HostCommands()),
                new NodeCalls(dispatcher, others),
                gatekeeper.admit(new Credential.Vouched("system:backup@pve1"), ""),
                folder.resolve("vzdump.conf"));
        metrics = new MetricsService(new MetricsService.Ground(
                NAME,
                store,
                live,
                clock,
                Sealer.withKeyring(folder.resolve("secret/keyring")),
                folder.resolve("history"),
                Files.createDirectories(folder.resolve("metrics")),
                new NothingLost(),
                Pushing.Limits.USUAL));
        open.add(metrics);
        routes.add(new AuthService(NAME, store, gatekeeper, keys, PamRealm.ofThisJvm(), this::now).routes())
                .add(new ClusterRoutes(nodes, host, resources).routes())
                .add(new VmidRoutes(new Vmids(NAME, store)).routes())
                .add(membership(runner(tasks, Service.NODE, clock)))
                .add(new TaskRoutes(NAME, new Tasks(tasks), events.logs()).routes())
                .add(events.routes())
                .add(storage.routes())
                .add(network.routes())
                .add(backup.routes())
                .add(metrics.routes())
                .add(guests.routes());
        forStorage.resume();
        forNetwork.resume();
        compute.resume();
        forBackup.resume();
        ServiceServer.Admits me =
                new ServiceServer.Admits(false, Set.of((Integer) Files.getAttribute(folder, "unix:uid")));
        for (Service s : HealthApi.SERVICES) {
            Path socket = Files.createDirectories(folder.resolve(s.label())).resolve("api.sock");
            open.add(ServiceServer.listen(
                    vertx,
                    socket,
                    dispatcher,
                    me,
                    () -> store.image().revision().toString(),
                    workers));
        }
    }

    /** Nothing is sent in these tests. */
    private static final class NothingLost implements Losses {
        @Override
        public void sent(String server, long lines) {}

        @Override
        public void lost(String server, long lines) {}
    }

    /** It founds no cluster: nothing here begins anew. */
    private Routes membership(TaskRunner runner) throws Exception {
        Sealer sealer = Sealer.withKeyring(folder.resolve("secret/keyring"));
        NodePlace place = new NodePlace(
                NAME,
                store,
                NAME + "-00000000",
                () -> "127.0.0.1",
                8016,
                new NodePlace.Folders(folder.resolve("secret"), folder.resolve("gateway")),
                () -> {});
        Admission admission = new Admission(NAME, store, sealer, InstantSource.system(), () -> Stores.LEVEL);
        KeyRenewal renewal = new KeyRenewal(place, sealer, new NoOtherNodes(), name -> {}, InstantSource.system());
        return new ClusterConfigRoutes(place, admission, renewal, runner, sealer, () -> List.of(place.member()), vertx)
                .routes();
    }

    private static final class NoOtherNodes implements OtherMembers {
        @Override
        public List<NodeName> lacking(String key) {
            return List.of();
        }

        @Override
        public Optional<String> with(String key) {
            return Optional.empty();
        }

        @Override
        public boolean allSealWith(String key) {
            return true;
        }

        @Override
        public boolean allKnow(String fingerprint) {
            return true;
        }
    }

    private TaskRunner runner(TaskFolder tasks, Service service, Clock clock) throws IOException {
        TaskVault vault = new TaskVault(store, Sealer.withKeyring(folder.resolve("secret/keyring")), service);
        TaskRunner runner = new TaskRunner(tasks, NAME, new StoreOwnership(store, NAME), vault, clock);
        open.add(runner);
        return runner;
    }

    private Listener gateway() throws Exception {
        Store seen = seenByGateway;
        StoreGatekeeper own = new StoreGatekeeper(seen, this::now);
        RevisionGate gate = new RevisionGate(seen);
        open.add(gate);
        ApiDocument openApi = new ApiDocument(Api.all(), "9.2");
        GatewayCalls calls = new GatewayCalls(
                new EndpointTree(Api.all()),
                own,
                own::csrfHolds,
                NodeWays.alone(NAME, new ServiceClient(vertx, folder, "api.sock", NAME)),
                gate,
                new Dispatcher(
                        new Routes()
                                .serve(VersionApi.VERSION, (c, in) -> new VersionApi.Version("9.2", "9.2.1", "", ""))
                                .serve(OpenApiApi.OPENAPI, (c, in) -> openApi.document()),
                        own));
        Listener.Address at = new Listener.Address(
                "127.0.0.1", 0, folder.resolve("gateway/tls.pem"), folder.resolve("gateway/tls.key"), idle);
        streams = new Streams(new FeedClient(events.socket()), own, gate, seen, workers);
        Streams these = streams;
        open.add(these);
        Await.until("the gateway is told events", Duration.ofSeconds(30), these::isReady);
        Listener made = Listener.listen(vertx, at, calls, these, new Spool(folder.resolve("spool")), workers);
        open.add(made);
        return made;
    }

    /** Another gateway in its place, on another port, which knows nothing of the one before. */
    void replaceGateway() throws Exception {
        Listener before = listener;
        streams.close();
        open.remove(before);
        open.remove(streams);
        before.close();
        listener = gateway();
    }

    /** How many streams the gateway has. */
    int streams() {
        return streams.size();
    }

    int port() {
        return listener.port();
    }

    Wire wire() throws Exception {
        return new Wire(port());
    }

    /** All clocks of the node from now on. */
    void turnClock(Duration toAhead) {
        ahead.set(toAhead);
    }

    /** A ticket, made at this time from now, as a node with another clock would have made it. */
    String ticket(String user, Duration fromNow) {
        return keys.signer().ticket(UserId.parse(user), Instant.now().plus(fromNow));
    }

    String csrf(String user) {
        return keys.signer().csrfToken(UserId.parse(user), Instant.now());
    }

    /** Stands first in a guest's line until it is closed, as a long task does. */
    AutoCloseable holdGuest(int vmid) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        workers.submit(() -> compute.exclusively(new Vmid(vmid), () -> {
            held.countDown();
            over.await();
            return over;
        }));
        held.await();
        return over::countDown;
    }

    /** How many uploads lie in the gateway's folder. */
    long spooled() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            return files.count();
        }
    }

    /** Everything that is true, as one text. */
    String picture() {
        StringBuilder all = new StringBuilder();
        store.image()
                .below("")
                .forEach(d -> all.append(d.path()).append('\n').append(d.text()).append('\n'));
        return all.toString();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        workers.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        store.close();
    }
}
