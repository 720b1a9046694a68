package io.coppice.standalone;

import io.coppice.auth.first.FirstStart;
import io.coppice.auth.key.TicketKeys;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.gateway.http.Listener;
import io.coppice.live.LocalLive;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.node.cluster.LiveFigures;
import io.coppice.node.cluster.Members;
import io.coppice.node.health.GatewayMetrics;
import io.coppice.servicekit.feed.Feed;
import io.coppice.servicekit.meter.Meters;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.NodeWays;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.Tasks;
import io.coppice.standalone.population.Draft;
import io.coppice.standalone.population.Population;
import io.coppice.standalone.population.Size;
import io.coppice.standalone.simulated.Load;
import io.coppice.standalone.simulated.SimulatedHost;
import io.coppice.standalone.simulated.SimulatedQemu;
import io.coppice.store.Change;
import io.coppice.store.Membership;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A whole cluster in this process: gateway, and of each node the services that a real one has, over a truth in memory and
 * hosts that are not there.
 */
final class Simulation implements AutoCloseable {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("simulated-time").factory());
    private final MemoryStore store = MemoryStore.steady();
    private final StoreGatekeeper gatekeeper = new StoreGatekeeper(store, InstantSource.system());
    private final Meters meters = new Meters("simulation");
    private final SimulationFolder data;
    private final Population population;
    private final Options options;
    private final LocalLive live;
    private final Map<NodeName, SimulatedNode> nodes = new LinkedHashMap<>();
    private int port;

    /**
     * How it is.
     *
     * @param host and {@code port} to listen on; 0 for one that is free
     * @param password of admin@pve
     * @param restless whether guests change by themselves
     */
    record Options(Size size, String host, int port, String password, SimulatedQemu.Pace pace, boolean restless) {}

    private Simulation(Path folder, Options options) {
        this.data = new SimulationFolder(folder);
        this.options = options;
        this.population = new Population(options.size());
        this.live = new LocalLive(options.size().names().getFirst(), clock);
    }

    static Simulation start(Path folder, Options options) throws IOException, InterruptedException {
        Simulation simulation = new Simulation(folder, options);
        try {
            simulation.run();
            return simulation;
        } catch (IOException | InterruptedException | RuntimeException e) {
            simulation.close();
            throw e;
        }
    }

    private void run() throws IOException, InterruptedException {
        data.prepare();
        List<NodeName> names = options.size().names();
        NodeName first = names.getFirst();
        new NodeCertificate(data.secret(), data.gateway()).ensure(first, ThisHost.addresses(first), Instant.now());
        Sealer sealer = Sealer.withKeyring(data.secret().resolve("keyring"));
        TicketKeys keys = new TicketKeys(new AccessStore(store), sealer);
        new FirstStart(new AccessStore(store), keys, clock).ensure(options.password());
        population.tell(store);
        population.furnishShared(data.shared());
        EventDoors events = new EventDoors(first, data.events(), open::add);
        EventDoors.Told told = tellEvents(events);
        every("events", Duration.ofSeconds(5), told.place());
        every("ticket keys", Duration.ofMinutes(10), () -> keys.rotate(clock.instant()));
        build(names, sealer, events);
        furnish();
        serve(keys, members(names));
        gateway(first, told.feed());
        if (options.restless()) {
            every("unrest", Duration.ofSeconds(2), new Unrest(options.size().seed(), nodes, population, gatekeeper));
        }
    }

    /** What was there at the beginning is no news. */
    private EventDoors.Told tellEvents(EventDoors events) throws IOException {
        store.submit(Change.by(Service.NODE, "system:node")
                .put("coppice/node/events", store.image().revision().toString())
                .build());
        return events.tell(store, new LiveFigures(live, clock)::status);
    }

    private void build(List<NodeName> names, Sealer sealer, EventDoors events) throws IOException {
        Load load = new Load(options.size().seed(), clock);
        int room = options.size().guests() / names.size() + 1;
        SimulatedNode.Around around = new SimulatedNode.Around(vertx, data, sealer, meters, open::add);
        for (NodeName name : names) {
            SimulatedHost host = new SimulatedHost(
                    new SimulatedHost.Place(name, nodes.size() + 1, room, data.hosts()), load, options.pace(), later);
            NodeServices.Ground ground = new NodeServices.Ground(
                    name,
                    store,
                    new NodeLive(name, live, clock),
                    new TaskFolder(data.tasks(name)),
                    clock,
                    nodes.isEmpty() ? events : events.of(name),
                    gatekeeper);
            nodes.put(name, new SimulatedNode(ground, host, around));
        }
    }

    private Members members(List<NodeName> names) {
        List<Members.Member> all = new ArrayList<>();
        String fingerprint = fingerprint();
        for (NodeName name : names) {
            int number = all.size() + 1;
            all.add(new Members.Member(name, number, "10.0.0." + number, fingerprint));
        }
        return new Members(names.getFirst(), Optional.of("simulation"), all, node -> true);
    }

    private String fingerprint() {
        try {
            return Fingerprint.of(data.gateway().resolve("tls.pem"));
        } catch (IOException e) {
            throw new IllegalStateException("the certificate that was just made cannot be read", e);
        }
    }

    /** What lies on the hosts' disks and runs on them; each host by itself. */
    private void furnish() throws IOException {
        for (SimulatedNode node : nodes.values()) {
            node.host().furnish(Population.folders().values());
            Path mine = node.host().root().resolve(Path.of("/").relativize(Population.sharedFolder()));
            Files.delete(mine);
            Files.createSymbolicLink(mine, data.shared().resolve(Path.of("/").relativize(Population.sharedFolder())));
            population.furnish(node.name(), node.host().root());
        }
        long now = clock.millis();
        for (Draft draft : population.guests()) {
            SimulatedQemu qemu =
                    Objects.requireNonNull(nodes.get(draft.node())).host().qemu();
            draft.upSeconds().ifPresent(up -> qemu.found(draft.vmid(), draft.memory(), now - up * 1000));
        }
    }

    private void serve(TicketKeys keys, Members members) throws IOException, InterruptedException {
        Membership truth = store.membership(members.here() + "-00000000");
        List<Tasks> tasks = nodes.values().stream().map(SimulatedNode::tasks).toList();
        for (SimulatedNode node : nodes.values()) {
            Members seen = new Members(node.name(), members.cluster(), members.all(), members.online());
            node.serve(keys, seen, truth, this::servicesOf, () -> tasks);
            node.start(vertx, workers, open::add);
        }
    }

    private Calls servicesOf(NodeName name) {
        SimulatedNode node = nodes.get(name);
        if (node == null) {
            throw Refused.conflict("no such cluster node '" + name + "'");
        }
        return node.calls();
    }

    private void gateway(NodeName first, Feed feed) throws IOException {
        Map<NodeName, ServiceClient> ways = new LinkedHashMap<>();
        nodes.forEach((name, node) -> ways.put(name, node.way()));
        Meters own = new Meters(Service.GATEWAY.label());
        GatewayMetrics left = new GatewayMetrics(data.gatewayMetrics(), clock);
        every("metrics", Duration.ofSeconds(5), () -> left.leave(own));
        Listener listener = GatewayGraph.listen(
                new GatewayGraph.Ground(vertx, store, gatekeeper, new NodeWays(first, () -> ways), feed, own, workers),
                new Listener.Address(
                        options.host(),
                        options.port(),
                        data.gateway().resolve("tls.pem"),
                        data.gateway().resolve("tls.key"),
                        Listener.IDLE),
                data.spool(),
                open::add);
        port = listener.port();
    }

    int port() {
        return port;
    }

    private void every(String name, Duration period, Reconciler work) {
        open.add(new ReconcilerLoop(name, work, period, new Random()));
    }

    @Override
    public void close() {
        for (AutoCloseable one : open.reversed()) {
            try {
                one.close();
            } catch (Exception e) {
                System.err.println("while closing " + one + ": " + e);
            }
        }
        later.shutdownNow();
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                System.err.println("something that was asked for is not done yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        store.close();
    }
}
