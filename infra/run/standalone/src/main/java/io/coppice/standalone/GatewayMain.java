package io.coppice.standalone;

import io.coppice.compute.TruthReads;
import io.coppice.contract.api.Api;
import io.coppice.contract.api.node.OpenApiApi;
import io.coppice.contract.api.node.VersionApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.gateway.call.GatewayCalls;
import io.coppice.gateway.call.RevisionGate;
import io.coppice.gateway.http.Listener;
import io.coppice.gateway.http.Spool;
import io.coppice.gateway.route.ApiDocument;
import io.coppice.gateway.route.EndpointTree;
import io.coppice.gateway.stream.Streams;
import io.coppice.node.health.GatewayMetrics;
import io.coppice.node.host.ApiVersion;
import io.coppice.servicekit.feed.FeedClient;
import io.coppice.servicekit.meter.Meters;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.NodeWays;
import io.coppice.servicekit.serve.Routes;
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
        ApiDocument openApi = new ApiDocument(Api.all(), ApiVersion.VERSION.version());
        Routes local = new Routes()
                .serve(VersionApi.VERSION, (caller, in) -> ApiVersion.VERSION)
                .serve(OpenApiApi.OPENAPI, (caller, in) -> openApi.document())
                .add(TruthReads.routes(store, here));
        Meters meters = new Meters(Service.GATEWAY.label());
        GatewayMetrics left = new GatewayMetrics(data.gatewayMetrics(), Clock.systemUTC());
        ReconcilerLoop leaving =
                new ReconcilerLoop("metrics", () -> left.leave(meters), Duration.ofSeconds(5), new Random());
        RevisionGate gate = new RevisionGate(store);
        Streams streams = new Streams(new FeedClient(data.feedSocketForGateway()), gatekeeper, gate, store, workers);
        GatewayCalls calls = new GatewayCalls(
                new EndpointTree(Api.all()),
                gatekeeper,
                gatekeeper::csrfHolds,
                NodeWays.alone(here, new ServiceClient(vertx, data.sockets(), "api.sock", here)),
                gate,
                new Dispatcher(local, gatekeeper, meters));
        Listener.listen(
                vertx,
                new Listener.Address(
                        ThisHost.everyAddress(),
                        arguments.port(),
                        data.gateway().resolve("tls.pem"),
                        data.gateway().resolve("tls.key"),
                        Listener.IDLE),
                calls,
                streams,
                new Spool(data.spool()),
                workers);
        Thread.currentThread().join();
        leaving.close();
    }
}
