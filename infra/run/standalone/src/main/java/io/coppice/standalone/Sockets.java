package io.coppice.standalone;

import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.ServiceServer;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.store.seen.RevisionGate;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** What the sockets of a process' services stand on. */
record Sockets(Vertx vertx, RevisionGate truth, StoreGatekeeper gatekeeper, ExecutorService workers)
        implements ServiceServer.Seen {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(1);

    ServiceServer listen(Path socket, Dispatcher dispatcher, ServiceServer.Admits admits) throws IOException {
        return ServiceServer.listen(vertx, socket, dispatcher, admits, this, workers);
    }

    @Override
    public String revision() {
        return truth.revision();
    }

    @Override
    public void catchUp(String revision) throws InterruptedException {
        if (truth.isBehind(revision)) {
            truth.await(revision, SEEN_WITHIN);
        }
    }
}
