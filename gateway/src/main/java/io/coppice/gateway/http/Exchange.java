package io.coppice.gateway.http;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.gateway.call.GatewayCalls;
import io.coppice.gateway.session.Credentials;
import io.coppice.gateway.stream.Streams;
import io.coppice.servicekit.log.Trace;
import io.coppice.servicekit.serve.ServiceClient;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer. The head is decided before the body is read; the rest runs on a virtual thread. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private final HttpServerRequest request;
    private final Surroundings around;
    private final Reply reply;
    private final Context loop;
    private final String id = Trace.newRequest();
    private Answer.Dialect dialect = Answer.Dialect.JSON;

    /** In which a client learns by what name the log knows its request. */
    private static final String REQUEST_ID = "X-Request-Id";

    /** What every exchange of a listener shares. */
    record Surroundings(
            Vertx vertx,
            GatewayCalls calls,
            Spool spool,
            PageReply page,
            Executor workers,
            Connections connections,
            Streams streams) {}

    Exchange(HttpServerRequest request, Surroundings around) {
        this.request = request;
        this.around = around;
        this.reply = new Reply(request, around.vertx());
        this.loop = around.vertx().getOrCreateContext();
    }

    /** Called on the event loop. */
    void begin() {
        request.response().putHeader(REQUEST_ID, id);
        try {
            List<String> segments = RequestParameters.segments(request.path() == null ? "/" : request.path());
            if (!segments.contains("api2") && around.page().answer(request, segments)) {
                return;
            }
            if (segments.size() < 2 || !segments.get(0).equals("api2") || !dialectOf(segments.get(1))) {
                reply.refuse(new Answer(404, "Not Found", new byte[0]));
                return;
            }
            if (!header("Transfer-Encoding").isEmpty()
                    && !header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
                // what a proxy in front might read in another way
                reply.refuse(Answer.plain(501, "the only transfer coding that is read is 'chunked'"));
                return;
            }
            List<String> path = segments.subList(2, segments.size());
            String seen = header(Reply.REVISION);
            if (around.calls().isBehind(seen)) {
                request.pause();
                around.workers().execute(() -> catchUp(seen, path));
            } else {
                decide(path);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void catchUp(String revision, List<String> path) {
        try {
            around.calls().catchUp(revision);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.runOnContext(on -> {
            if (request.response().closed()) {
                // it went meanwhile, and of its request nothing more comes, not even an end
                return;
            }
            decide(path);
            request.resume();
        });
    }

    private void decide(List<String> path) {
        try {
            String text = "/" + String.join("/", path);
            if (request.method().name().equals("OPTIONS")) {
                options(text, path);
                return;
            }
            Verb verb = verb(text);
            GatewayCalls.Asker asker =
                    new GatewayCalls.Asker(Credentials.of(request.headers()), header("CSRFPreventionToken"), client());
            GatewayCalls.Admitted admitted = around.calls().admit(verb, text, path, asker);
            if (header("Expect").equalsIgnoreCase("100-continue")) {
                request.response().writeContinue();
            }
            if (StreamRequest.isUpgrade(admitted, request) || ConsoleRequest.isUpgrade(admitted, request)) {
                // once its end was read, it could not become a WebSocket any more
                request.pause();
                perform(verb, admitted, new byte[0]);
            } else if (admitted.match().endpoint().body() == Endpoint.Body.UPLOAD && isMultipart()) {
                around.spool()
                        .receive(
                                request,
                                around.vertx(),
                                (fields, upload) -> perform(admitted, fields, upload),
                                this::fail);
            } else {
                new Body(request, around.vertx())
                        .read(admitted.isNobody(), (body) -> perform(verb, admitted, body), reply::refuse);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private boolean dialectOf(String segment) {
        dialect = segment.equals("extjs") ? Answer.Dialect.EXTJS : Answer.Dialect.JSON;
        return segment.equals("extjs") || segment.equals("json");
    }

    private void options(String path, List<String> segments) {
        String allowed = around.calls().methods(segments);
        if (allowed.isEmpty()) {
            throw new Refused(new Failure.NotImplemented("OPTIONS", path));
        }
        request.response().putHeader("Allow", allowed);
        reply.refuse(Answer.success(dialect, new byte[] {'n', 'u', 'l', 'l'}));
    }

    /** HEAD is a GET whose body stays here. */
    private Verb verb(String path) {
        return switch (request.method().name()) {
            case "GET", "HEAD" -> Verb.GET;
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
        boolean isLocal =
                request.remoteAddress() == null || request.remoteAddress().hostAddress() == null;
        return isLocal ? "" : request.remoteAddress().hostAddress();
    }

    private void perform(Verb verb, GatewayCalls.Admitted admitted, byte[] body) {
        onWorker(() -> {
            try {
                Map<String, Object> given = verb == Verb.GET || verb == Verb.DELETE
                        ? RequestParameters.fromQuery(request.query() == null ? "" : request.query())
                        : RequestParameters.fromBody(header("Content-Type"), body);
                if (StreamRequest.isOne(admitted, request)) {
                    new StreamRequest(request, around, loop).open(admitted, given);
                } else if (ConsoleRequest.isOne(admitted)) {
                    new ConsoleRequest(request, around, loop).open(admitted, given);
                } else {
                    complete(admitted, given, null);
                }
            } catch (RuntimeException e) {
                answer(e);
                loop.runOnContext(on -> request.resume());
            }
        });
    }

    private void perform(GatewayCalls.Admitted admitted, Map<String, Object> fields, Upload upload) {
        onWorker(() -> {
            try {
                complete(admitted, fields, upload);
            } finally {
                around.spool().discard(upload);
            }
        });
    }

    private void onWorker(Runnable work) {
        around.workers().execute(() -> Trace.inRequest(id, work));
    }

    private void complete(GatewayCalls.Admitted admitted, Map<String, Object> given, @Nullable Upload upload) {
        try {
            ServiceClient.Answered answered = around.calls().perform(admitted, given, upload, loop);
            if (answered.file().isPresent()) {
                reply.file(answered.file().get(), answered.revision());
            } else if (answered.large().isPresent()) {
                reply.large(dialect, answered.large().get(), answered.revision());
            } else if (admitted.match().endpoint().body() == Endpoint.Body.DOCUMENT) {
                reply.document(answered.json());
            } else if (admitted.match().endpoint().body() == Endpoint.Body.BESIDE) {
                reply.send(Answer.beside(dialect, answered.json()), answered.revision());
            } else if (admitted.match().endpoint().listed()) {
                reply.list(Answer.success(dialect, answered.json()), answered);
            } else {
                reply.send(Answer.success(dialect, answered.json()), answered.revision());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(Refused.conflict("the gateway stops; try again"));
        } catch (RuntimeException e) {
            answer(e);
        }
    }

    /** On the event loop, whatever is left of the request. */
    private void fail(Throwable cause) {
        reply.refuse(Answer.failure(dialect, failure(cause)));
    }

    private void answer(Throwable cause) {
        reply.send(Answer.failure(dialect, failure(cause)), "");
    }

    private Failure failure(Throwable cause) {
        if (cause instanceof Refused r) {
            return r.failure();
        }
        LOG.error("{} {} failed", request.method(), request.path(), cause);
        return new Failure.Internal("internal error; the gateway's log tells more", cause);
    }
}
