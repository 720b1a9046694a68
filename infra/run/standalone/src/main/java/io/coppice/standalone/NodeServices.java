package io.coppice.standalone;

import io.coppice.auth.AuthService;
import io.coppice.auth.key.TicketKeys;
import io.coppice.backup.BackupService;
import io.coppice.compute.ComputeService;
import io.coppice.contract.api.access.KeysInternalApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.event.TaskEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.guest.GuestMove;
import io.coppice.live.Live;
import io.coppice.metrics.MetricsService;
import io.coppice.metrics.send.Losses;
import io.coppice.metrics.send.Pushing;
import io.coppice.network.NetworkService;
import io.coppice.node.cluster.ClusterRoutes;
import io.coppice.node.cluster.LiveFigures;
import io.coppice.node.cluster.Members;
import io.coppice.node.cluster.NodeEntries;
import io.coppice.node.cluster.Resources;
import io.coppice.node.cluster.TruthRoutes;
import io.coppice.node.health.GatewayMetrics;
import io.coppice.node.health.HealthRoutes;
import io.coppice.node.host.HostStatus;
import io.coppice.node.level.LevelRoutes;
import io.coppice.node.membership.Admission;
import io.coppice.node.membership.ClusterConfigRoutes;
import io.coppice.node.membership.ClusterTruth;
import io.coppice.node.membership.KeyRenewal;
import io.coppice.node.membership.KeyWatch;
import io.coppice.node.membership.LinkRenewal;
import io.coppice.node.membership.NodePlace;
import io.coppice.node.membership.OldKeys;
import io.coppice.node.membership.OtherMembers;
import io.coppice.node.task.OthersTasks;
import io.coppice.node.task.TaskRoutes;
import io.coppice.node.vmid.VmidRoutes;
import io.coppice.node.vmid.Vmids;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.servicekit.reconcile.Reseal;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.FarCalls;
import io.coppice.servicekit.serve.NodeCalls;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.OldTasks;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskMarks;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.servicekit.task.Tasks;
import io.coppice.storage.StorageService;
import io.coppice.storage.moving.Away;
import io.coppice.storage.sweep.Living;
import io.coppice.store.Image;
import io.coppice.store.Membership;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The services of one node, from what they stand on up to their routes. Which process they run in, who else is in it, and
 * whether the host is a machine or a simulation is decided by who builds this.
 */
final class NodeServices {
    private final List<TaskRunner> runners = new ArrayList<>();
    private final Routes routes = new Routes();
    private final Ground ground;
    private final HostDoors host;
    private final Places places;
    private final Sealer sealer;
    private final Consumer<AutoCloseable> keep;
    private final StoreGatekeeper gatekeeper;
    private final Dispatcher dispatcher;
    private final NodeCalls calls;
    private final Tasks tasks;
    private Optional<Reconciler> jobs = Optional.empty();

    /** What every service stands on. */
    record Ground(
            NodeName here,
            Store store,
            Live live,
            TaskFolder tasks,
            Clock clock,
            EventDoors events,
            StoreGatekeeper gatekeeper) {}

    /**
     * Where things of this node lie, and how often its figures are looked at.
     *
     * @param spool where the gateway leaves uploads
     * @param local the folder of the storage that the first start defines
     * @param gatewayMetrics what the gateway leaves of its own
     * @param health where the node's service keeps the text that it sends
     * @param guestFigures between two looks at all guests
     * @param sweep between two looks for what broken-off work has left in storages
     */
    record Places(Path spool, Path local, Path gatewayMetrics, Path health, Duration guestFigures, Duration sweep) {}

    /**
     * @param others reaches services in other processes
     * @param heard hears of every call
     * @param keep takes what is to be closed at the end
     */
    NodeServices(
            Ground ground,
            HostDoors host,
            Places places,
            Sealer sealer,
            ServiceClient others,
            Dispatcher.Heard heard,
            Consumer<AutoCloseable> keep) {
        this.ground = ground;
        this.host = host;
        this.places = places;
        this.sealer = sealer;
        this.keep = keep;
        this.gatekeeper = ground.gatekeeper();
        this.dispatcher = new Dispatcher(routes, gatekeeper, heard);
        this.calls = new NodeCalls(dispatcher, others);
        this.tasks = new Tasks(ground.tasks());
    }

    Routes routes() {
        return routes;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Tasks tasks() {
        return tasks;
    }

    /** How services of this node are asked. */
    Calls calls() {
        return calls;
    }

    /** As which a service asks others. */
    Caller itself(Service service) {
        return gatekeeper.admit(new Credential.Vouched("system:" + service.label() + "@" + ground.here()), "");
    }

    void auth(TicketKeys keys) {
        reseal(Service.AUTH);
        routes.add(new AuthService(
                        ground.here(),
                        ground.store(),
                        gatekeeper,
                        keys,
                        host.pam(),
                        InstantSource.system(),
                        new Silence(calls, itself(Service.AUTH)))
                .routes());
    }

    /** How this node stands to the truth; one that is alone is never cut off from it. */
    void truth(Membership standing) {
        Supplier<Duration> silence = () ->
                ClusterTruth.name(ground.store().image()).isPresent() ? TruthRoutes.silence(standing) : Duration.ZERO;
        routes.add(new TruthRoutes(standing::outcome, silence).routes());
        routes.add(new LevelRoutes(standing).routes());
    }

    /** @param far reaches the storages of other nodes */
    void storage(FarCalls far) throws IOException {
        TaskRunner runner = runner(Service.STORAGE);
        TaskMarks marks = new TaskMarks(ground.tasks(), ground.here());
        StorageService storage = new StorageService(
                new StorageService.Ground(
                        ground.here(),
                        ground.store(),
                        ground.live(),
                        runner,
                        Living.of(marks),
                        places.spool(),
                        Optional.of(ground.events().outbox(Service.STORAGE))),
                host.directories(),
                new Away(far, itself(Service.STORAGE)));
        storage.start(places.local());
        ReconcilerLoop leavings = every("storage leavings", places.sweep(), storage::sweep);
        ground.events().nudge("storage leavings", leavings, Set.of(GuestEvents.DESTROYED, GuestEvents.MOVED));
        keep.accept(ground.store().watch(GuestMove.FOLDER, new Nudge(List.of(leavings))));
        every("storage figures", Duration.ofSeconds(10), storage::publish);
        routes.add(storage.routes());
    }

    /** @param on where the host's files lie, and what they are applied to */
    void network(Function<TaskRunner, NetworkService.Ground> on) throws IOException {
        TaskRunner runner = runner(Service.NETWORK);
        routes.add(new NetworkService(on.apply(runner), host.directories().commands()).routes());
    }

    /** @param defaults the node's {@code vzdump.conf}, which need not be there */
    void backup(Path defaults) throws IOException {
        BackupService.Ground on = new BackupService.Ground(
                ground.here(),
                ground.store(),
                runner(Service.BACKUP),
                tasks,
                ground.clock(),
                host.directories().commands());
        BackupService backup = new BackupService(on, calls, itself(Service.BACKUP), defaults);
        routes.add(backup.routes());
        jobs = Optional.of(backup.scheduler());
    }

    /**
     * @param history the folder of what figures were; one service writes there
     * @param writes whether this one does
     * @param own a folder of its own
     */
    void metrics(Path history, boolean writes, Path own, Losses losses) {
        MetricsService metrics = new MetricsService(new MetricsService.Ground(
                ground.here(),
                ground.store(),
                ground.live(),
                ground.clock(),
                sealer,
                history,
                own,
                losses,
                Pushing.Limits.USUAL));
        keep.accept(metrics);
        reseal(Service.METRICS);
        every("metric servers", Duration.ofSeconds(10), metrics::push);
        if (writes) {
            every("history", Duration.ofSeconds(10), metrics::look);
            every("old history", Duration.ofHours(1), metrics::sweep);
        }
        routes.add(metrics.routes());
    }

    /** @param far reaches the services of other nodes */
    ComputeService compute(FarCalls far) throws IOException {
        keep.accept(host.accelerators());
        host.accelerators().start();
        TaskRunner runner = runner(Service.COMPUTE);
        ComputeService compute = new ComputeService(
                new ComputeService.Doors(
                        ground.here(),
                        ground.store(),
                        ground.live(),
                        runner,
                        host.commands(),
                        ground.clock(),
                        Optional.of(ground.events().outbox(Service.COMPUTE))),
                calls,
                itself(Service.COMPUTE),
                host.guests(),
                host.figures(),
                host.accelerators(),
                far);
        keep.accept(compute);
        // closed before the guests' owners are: a task that waits for one is left, and not refused
        keep.accept(runner);
        every("guest figures", places.guestFigures(), compute::publish);
        every("held VM IDs", Duration.ofMinutes(1), compute.held(new TaskMarks(ground.tasks(), ground.here())::isOver));
        ReconcilerLoop moves = every(
                "moves that are over",
                Duration.ofMinutes(1),
                compute.moves(new TaskMarks(ground.tasks(), ground.here())::isOver));
        ground.events().nudge("moves that are over", moves, Set.of(TaskEvents.ENDED));
        every("pending changes", Duration.ofSeconds(30), compute.settling());
        routes.add(compute.routes());
        return compute;
    }

    /**
     * The host's own API.
     *
     * @param near the tasks of each node that are in this process
     * @param far answers for the other nodes
     */
    void node(Supplier<Members> members, Supplier<List<Tasks>> near, OthersTasks far) {
        routes.add(new HealthRoutes(
                        calls,
                        itself(Service.NODE),
                        new GatewayMetrics(places.gatewayMetrics(), ground.clock()),
                        places.health())
                .routes());
        HostStatus status = new HostStatus(host.kernel(), () -> ComputeService.warnings(ground.live(), ground.here()));
        NodeEntries nodes = new NodeEntries(members, status, ground.live(), ground.clock());
        LiveFigures figures = new LiveFigures(ground.live(), ground.clock());
        every("old tasks", Duration.ofHours(1), new OldTasks(ground.tasks(), ground.clock()));
        every("node figures", Duration.ofSeconds(5), nodes::publish);
        routes.add(ground.events().routes());
        routes.add(new ClusterRoutes(nodes, status, new Resources(ground.store(), figures, nodes)).routes())
                .add(new VmidRoutes(new Vmids(ground.here(), ground.store())).routes())
                .add(new TaskRoutes(ground.here(), tasks, ground.events().logs(), near, far).routes());
    }

    /**
     * Who belongs to the cluster, and its keys.
     *
     * @param showAnew has links show the certificate that lies there now
     */
    void membership(
            NodePlace place,
            Admission admission,
            OtherMembers others,
            Runnable showAnew,
            Supplier<List<String>> voters,
            Vertx vertx)
            throws IOException {
        TaskRunner runner = runner(Service.NODE);
        KeyRenewal renewal = new KeyRenewal(
                place,
                sealer,
                others,
                name -> calls.call(KeysInternalApi.RENEW, new KeysInternalApi.Renew(name), itself(Service.NODE)),
                InstantSource.system());
        routes.add(new ClusterConfigRoutes(place, admission, renewal, runner, sealer, voters, vertx).routes());
        KeyWatch watch = new KeyWatch(ground.here(), ground.store(), sealer, others, renewal, System::nanoTime);
        watch.first();
        ReconcilerLoop keys = every("cluster keys", Duration.ofSeconds(5), watch);
        LinkRenewal links = new LinkRenewal(place, sealer, others, showAnew, InstantSource.system());
        ReconcilerLoop certificate = every("certificate of links", Duration.ofSeconds(10), links);
        TaskMarks marks = new TaskMarks(ground.tasks(), ground.here());
        every(
                "old keys",
                Duration.ofMinutes(5),
                new OldKeys(ground.store(), sealer, others, marks::sealedWith, System::nanoTime));
        keep.accept(ground.store().watch("cluster/", new Nudge(List.of(keys, certificate))));
    }

    /** Whatever changes nudges loops. */
    private record Nudge(List<ReconcilerLoop> loops) implements Watcher {
        @Override
        public void reset(Image now) {
            loops.forEach(ReconcilerLoop::nudge);
        }

        @Override
        public void changed(Transition transition) {
            loops.forEach(ReconcilerLoop::nudge);
        }
    }

    /** Goes on with what an earlier process has left; to be called once all kinds of tasks are known. */
    void resume() throws IOException {
        for (TaskRunner runner : runners) {
            runner.resume();
        }
        jobs.ifPresent(due -> every("backup jobs", Duration.ofSeconds(5), due));
    }

    private TaskRunner runner(Service service) throws IOException {
        StoreOwnership ownership = new StoreOwnership(ground.store(), ground.here());
        TaskVault vault = new TaskVault(ground.store(), sealer, service);
        // closed after the runner, whose tasks tell what they do to the end
        Outbox outbox = ground.events().outbox(service);
        TaskRunner runner = new TaskRunner(ground.tasks(), ground.here(), ownership, vault, ground.clock());
        keep.accept(runner);
        reseal(service);
        runners.add(runner.announce(outbox).refusing(() -> Stores.refuses(ground.store())));
        return runner;
    }

    private void reseal(Service service) {
        every("secrets of " + service.label(), Duration.ofMinutes(1), new Reseal(ground.store(), sealer, service));
    }

    private ReconcilerLoop every(String name, Duration period, Reconciler work) {
        ReconcilerLoop loop = new ReconcilerLoop(name, work, period, new Random());
        keep.accept(loop);
        return loop;
    }
}
