package io.coppice.standalone;

import io.coppice.auth.key.TicketKeys;
import io.coppice.compute.ComputeService;
import io.coppice.compute.probe.Accelerators;
import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.network.NetworkService;
import io.coppice.node.cluster.Members;
import io.coppice.node.task.OthersTasks;
import io.coppice.servicekit.meter.Meters;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.FarCalls;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.ServiceServer;
import io.coppice.servicekit.task.Tasks;
import io.coppice.standalone.simulated.SimulatedHost;
import io.coppice.storage.directory.DirectoryHost;
import io.coppice.store.Membership;
import io.coppice.store.Store;
import io.coppice.store.seal.Sealer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One node of a simulated cluster: the services that every node has, over a host that is not there. */
final class SimulatedNode {
    private static final List<Service> SERVICES = HealthApi.SERVICES;
    private final NodeServices.Ground ground;
    private final SimulationFolder data;
    private final SimulatedHost host;
    private final NodeServices services;
    private final ServiceClient way;
    private final Meters meters;
    private ComputeServiceStart guests = () -> {};

    /** Begins to look after guests. */
    @FunctionalInterface
    private interface ComputeServiceStart {
        void start() throws IOException, InterruptedException;
    }

    /** What the nodes of a process share. */
    record Around(Vertx vertx, SimulationFolder data, Sealer sealer, Meters meters, Consumer<AutoCloseable> keep) {}

    SimulatedNode(NodeServices.Ground ground, SimulatedHost host, Around around) throws IOException {
        this.ground = ground;
        this.data = around.data();
        this.host = host;
        this.meters = around.meters();
        NodeName here = ground.here();
        data.prepare(here);
        this.way = new ServiceClient(around.vertx(), data.sockets(here), "api.sock", here);
        DirectoryHost directories = host.files();
        HostDoors doors = new HostDoors(
                new NoHostUsers(),
                host.commands(),
                host.guests(),
                host.figures(),
                Accelerators.ofHost(Accelerators.Choice.KVM, host.root().resolve("probe"), host.commands()),
                directories,
                host.kernel());
        Path health = data.sockets(here).resolve(Service.NODE.label());
        this.services = new NodeServices(
                ground,
                doors,
                new NodeServices.Places(
                        data.spool(),
                        Path.of("/var/lib/coppice/storage"),
                        data.gatewayMetrics(),
                        health,
                        Duration.ofSeconds(8),
                        Duration.ofMinutes(15)),
                around.sealer(),
                way,
                around.meters(),
                around.keep());
        for (Service service : SERVICES) {
            services.routes().add(around.meters().seen(service, service == Service.NODE, Optional::empty));
        }
    }

    NodeName name() {
        return ground.here();
    }

    SimulatedHost host() {
        return host;
    }

    ServiceClient way() {
        return way;
    }

    Tasks tasks() {
        return services.tasks();
    }

    Calls calls() {
        return services.calls();
    }

    /**
     * Wires all services.
     *
     * @param truth who holds it
     * @param far reaches the other nodes' services
     */
    void serve(TicketKeys keys, Members members, Membership truth, FarCalls far, Supplier<List<Tasks>> ofCluster)
            throws IOException {
        services.auth(keys);
        services.storage(far);
        Path state = data.sockets(name()).resolve(Service.NETWORK.label());
        services.network(tasks -> new NetworkService.Ground(name(), tasks, host.root(), Optional.empty(), state));
        services.backup(host.root().resolve("etc/vzdump.conf"));
        services.metrics(
                data.history(),
                members.all().getFirst().name().equals(name()),
                data.sockets(name()).resolve(Service.METRICS.label()),
                MeteredLosses.of(meters));
        ComputeService compute = services.compute(far);
        services.node(() -> members, ofCluster, OthersTasks.none());
        services.truth(truth);
        services.resume();
        guests = () -> {
            compute.start();
            compute.publish();
        };
    }

    /** Listens where the gateway looks for this node, and takes over the guests that run. */
    void start(Vertx vertx, ExecutorService workers, Consumer<AutoCloseable> keep)
            throws IOException, InterruptedException {
        Store store = ground.store();
        ServiceServer.Admits me =
                new ServiceServer.Admits(false, Set.of((Integer) Files.getAttribute(data.root(), "unix:uid")));
        for (Service service : SERVICES) {
            Path socket = data.sockets(name()).resolve(service.label()).resolve("api.sock");
            keep.accept(ServiceServer.listen(
                    vertx,
                    socket,
                    services.dispatcher(),
                    me,
                    () -> store.image().revision().toString(),
                    workers));
        }
        guests.start();
    }
}
