package io.coppice.standalone;

import io.coppice.compute.TruthReads;
import io.coppice.contract.api.Api;
import io.coppice.contract.api.node.OpenApiApi;
import io.coppice.contract.api.node.VersionApi;
import io.coppice.gateway.call.GatewayCalls;
import io.coppice.gateway.http.Listener;
import io.coppice.gateway.http.Spool;
import io.coppice.gateway.route.ApiDocument;
import io.coppice.gateway.route.EndpointTree;
import io.coppice.gateway.stream.Streams;
import io.coppice.node.host.ApiVersion;
import io.coppice.servicekit.feed.Feed;
import io.coppice.servicekit.meter.Meters;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.NodeWays;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.store.Store;
import io.coppice.store.seen.RevisionGate;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** The gateway, from the truth that it sees to the listener. Which process it runs in is decided by who builds this. */
final class GatewayGraph {
    private GatewayGraph() {}

    /**
     * What it stands on.
     *
     * @param store the truth as it sees it
     * @param nodes the ways to services
     * @param feed all events, for streams
     */
    record Ground(
            Vertx vertx,
            Store store,
            StoreGatekeeper gatekeeper,
            NodeWays nodes,
            Feed feed,
            Meters meters,
            ExecutorService workers) {}

    /**
     * @param spool where uploads are left for services
     * @param keep takes what is to be closed at the end, the listener too
     */
    static Listener listen(Ground ground, Listener.Address at, Path spool, Consumer<AutoCloseable> keep)
            throws IOException {
        ApiDocument openApi = new ApiDocument(Api.all(), ApiVersion.VERSION.version());
        Routes local = new Routes()
                .serve(VersionApi.VERSION, (caller, in) -> ApiVersion.VERSION)
                .serve(OpenApiApi.OPENAPI, (caller, in) -> openApi.document())
                .add(TruthReads.routes(ground.store(), ground.nodes().here()));
        StoreGatekeeper gatekeeper = ground.gatekeeper();
        RevisionGate gate = new RevisionGate(ground.store());
        keep.accept(gate);
        Streams streams = new Streams(ground.feed(), gatekeeper, gate, ground.store(), ground.workers());
        keep.accept(streams);
        GatewayCalls calls = new GatewayCalls(
                new EndpointTree(Api.all()),
                gatekeeper,
                gatekeeper::csrfHolds,
                ground.nodes(),
                gate,
                new Dispatcher(local, gatekeeper, ground.meters()));
        Listener listener = Listener.listen(ground.vertx(), at, calls, streams, new Spool(spool), ground.workers());
        keep.accept(listener);
        return listener;
    }
}
