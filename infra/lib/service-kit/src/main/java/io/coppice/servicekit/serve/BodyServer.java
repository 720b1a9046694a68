package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Streamed;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Executor;

/** Calls whose body is bytes that the handler reads as they come, with the call in a header. */
final class BodyServer {
    private final Vertx vertx;
    private final Dispatcher dispatcher;
    private final boolean trusted;
    private final ServiceServer.Seen seen;
    private final Executor workers;

    BodyServer(Vertx vertx, Dispatcher dispatcher, boolean trusted, ServiceServer.Seen seen, Executor workers) {
        this.vertx = vertx;
        this.dispatcher = dispatcher;
        this.trusted = trusted;
        this.seen = seen;
        this.workers = workers;
    }

    static boolean isFor(HttpServerRequest request) {
        return request.getHeader(CallHeaders.STREAMED) != null;
    }

    void accept(HttpServerRequest request) {
        request.pause();
        Context loop = vertx.getOrCreateContext();
        BodyStream bytes = new BodyStream(request, loop);
        workers.execute(ServiceServer.traced(request, trusted, seen, () -> answer(request, loop, bytes)));
    }

    private void answer(HttpServerRequest request, Context loop, BodyStream bytes) {
        int status = 200;
        byte[] answer;
        try {
            byte[] header = TunnelServer.bytes(String.valueOf(request.getHeader(CallHeaders.CALL)));
            Dispatcher.Call call = Envelope.read(header, trusted).with(new Streamed(bytes));
            answer = WireJson.bytes(dispatcher.dispatch(call));
        } catch (Refused r) {
            status = r.failure().status();
            answer = FailureJson.bytes(r.failure());
        } catch (RuntimeException e) {
            status = 500;
            answer = FailureJson.bytes(new Failure.Internal("a call could not be read", e));
        }
        bytes.drop();
        request.response().setStatusCode(status).putHeader(ServiceServer.REVISION, seen.revision());
        Buffer sent = Buffer.buffer(answer);
        loop.runOnContext(on -> request.response().end(sent));
    }
}
