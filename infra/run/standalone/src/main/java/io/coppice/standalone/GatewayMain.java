package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.gateway.http.Listener;
import io.coppice.node.health.GatewayMetrics;
import io.coppice.servicekit.feed.FeedClient;
import io.coppice.servicekit.meter.Meters;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.servicekit.serve.NodeWays;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.store.Store;
import io.coppice.store.socket.RemoteStore;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The gateway's process: runs as a user without privileges. */
public final class GatewayMain {
    private GatewayMain() {}

    public static void main(String... argv) throws IOException, InterruptedException {
        Logging.configure(Service.GATEWAY.label());
        Fatal.endsThisProcess();
        Arguments arguments = Arguments.parse(argv);
        DataFolder data = new DataFolder(arguments.data());
        Ready.await(data.storeSocketForGateway(), Duration.ofSeconds(60));
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        Store store = RemoteStore.connect(data.storeSocketForGateway());
        StoreGatekeeper gatekeeper = new StoreGatekeeper(store, InstantSource.system());
        NodeName here = ThisHost.name();
        Meters meters = new Meters(Service.GATEWAY.label());
        GatewayMetrics left = new GatewayMetrics(data.gatewayMetrics(), Clock.systemUTC());
        ReconcilerLoop leaving =
                new ReconcilerLoop("metrics", () -> left.leave(meters), Duration.ofSeconds(5), new Random());
        ServiceClient own = new ServiceClient(vertx, data.sockets(), "api.sock", here, ClusterWays.seen(store));
        NodeWays nodes = ClusterWays.of(vertx, store, here, own, data.linksSocketForGateway());
        GatewayGraph.listen(
                new GatewayGraph.Ground(
                        vertx, store, gatekeeper, nodes, new FeedClient(data.feedSocketForGateway()), meters, workers),
                new Listener.Address(
                                ThisHost.everyAddress(),
                                arguments.port(),
                                data.gateway().resolve("tls.pem"),
                                data.gateway().resolve("tls.key"),
                                Listener.IDLE)
                        .andOn(data.gatewaySocket()),
                data.spool(),
                lasts -> {});
        Thread.currentThread().join();
        leaving.close();
    }
}
