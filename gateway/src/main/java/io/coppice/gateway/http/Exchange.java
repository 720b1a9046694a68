package io.coppice.gateway.http;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.gateway.call.GatewayCalls;
import io.coppice.gateway.session.Credentials;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer. The head is decided before the body is read; the rest runs on a virtual thread. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** The largest body that is no upload. The largest document of the store is 1 MiB; percent-encoding can triple it. */
    static final int LARGEST_BODY = 4 * 1024 * 1024;

    private final HttpServerRequest request;
    private final GatewayCalls calls;
    private final Spool spool;
    private final Executor workers;
    private Answer.Dialect dialect = Answer.Dialect.JSON;

    Exchange(HttpServerRequest request, GatewayCalls calls, Spool spool, Executor workers) {
        this.request = request;
        this.calls = calls;
        this.spool = spool;
        this.workers = workers;
    }

    /** Called on the event loop. */
    void begin() {
        try {
            List<String> segments = RequestParameters.segments(request.path() == null ? "/" : request.path());
            if (segments.size() < 2 || !segments.get(0).equals("api2") || !dialectOf(segments.get(1))) {
                request.response()
                        .setStatusCode(404)
                        .setStatusMessage("Not Found")
                        .end();
                return;
            }
            List<String> path = segments.subList(2, segments.size());
            Verb verb = verb("/" + String.join("/", path));
            GatewayCalls.Asker asker =
                    new GatewayCalls.Asker(Credentials.of(request.headers()), header("CSRFPreventionToken"), client());
            GatewayCalls.Admitted admitted = calls.admit(verb, "/" + String.join("/", path), path, asker);
            if (admitted.match().endpoint().body() == Endpoint.Body.UPLOAD && isMultipart()) {
                spool.receive(request, (fields, upload) -> perform(admitted, fields, upload), this::fail);
            } else {
                readBody(verb, admitted);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private boolean dialectOf(String segment) {
        dialect = segment.equals("extjs") ? Answer.Dialect.EXTJS : Answer.Dialect.JSON;
        return segment.equals("extjs") || segment.equals("json");
    }

    private Verb verb(String path) {
        return switch (request.method().name()) {
            case "GET" -> Verb.GET;
            case "POST" -> Verb.POST;
            case "PUT" -> Verb.PUT;
            case "DELETE" -> Verb.DELETE;
            default ->
                throw new Refused(new Failure.NotImplemented(request.method().name(), path));
        };
    }

    private boolean isMultipart() {
        return header("Content-Type").startsWith("multipart/form-data");
    }

    private String header(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    private String client() {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }

    private void readBody(Verb verb, GatewayCalls.Admitted admitted) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > LARGEST_BODY) {
                request.pause();
                answer(new Answer(413, "request body too large", new byte[0]), true);
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> workers.execute(() -> {
            try {
                Map<String, Object> given = verb == Verb.GET || verb == Verb.DELETE
                        ? RequestParameters.fromQuery(request.query() == null ? "" : request.query())
                        : RequestParameters.fromBody(header("Content-Type"), body.getBytes());
                complete(admitted, given, null);
            } catch (RuntimeException e) {
                fail(e);
            }
        }));
    }

    private void perform(GatewayCalls.Admitted admitted, Map<String, Object> fields, Upload upload) {
        workers.execute(() -> {
            try {
                complete(admitted, fields, upload);
            } finally {
                spool.discard(upload);
            }
        });
    }

    private void complete(GatewayCalls.Admitted admitted, Map<String, Object> given, @Nullable Upload upload) {
        try {
            answer(Answer.success(dialect, calls.perform(admitted, given, upload)), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(Refused.conflict("the gateway stops; try again"));
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        Failure failure;
        if (cause instanceof Refused r) {
            failure = r.failure();
        } else {
            LOG.error("{} {} failed", request.method(), request.path(), cause);
            failure = new Failure.Internal("internal error; the gateway's log tells more", cause);
        }
        answer(Answer.failure(dialect, failure), !request.isEnded());
    }

    /** @param last the rest of the request was not read, so the connection cannot be used again */
    private void answer(Answer answer, boolean last) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status())
                .setStatusMessage(answer.reason())
                .putHeader("Content-Type", Answer.JSON_TYPE)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Server", "coppice");
        if (last) {
            response.putHeader("Connection", "close");
            response.end(Buffer.buffer(answer.body()))
                    .onComplete(done -> request.connection().close());
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }
}
