package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Streamed;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.log.Trace;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls services through their sockets under one folder, {@code <folder>/<service>/api.sock}. */
public final class ServiceClient {
    private final Vertx vertx;
    private final HttpClient http;
    private final Function<Service, Way> ways;
    private final NodeName node;
    private final Supplier<String> seen;

    /** Of a service that does not answer within this time nothing is waited for any more. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** A slow call of another node is never cut while its link holds; the end of that ends it. */
    private static final Duration LONGEST_FAR = Duration.ofDays(7);

    /**
     * Where a service of the node is reached.
     *
     * @param far whether that is another host, which does not see this one's files
     */
    private record Way(Path socket, String uri, boolean far) {}

    /** @param socketName {@code api.sock} or {@code service.sock} */
    public ServiceClient(Vertx vertx, Path folder, String socketName, NodeName here) {
        this(vertx, folder, socketName, here, () -> "");
    }

    /**
     * @param socketName {@code api.sock} or {@code service.sock}
     * @param seen how far the caller's process has seen the truth, which a service waits for
     */
    public ServiceClient(Vertx vertx, Path folder, String socketName, NodeName here, Supplier<String> seen) {
        this(vertx, s -> new Way(folder.resolve(s.label()).resolve(socketName), "/call", false), here, seen);
    }

    /**
     * The services of another node, through this node's links.
     *
     * @param links the socket on which this node's process takes such calls
     * @param seen how far the caller's process has seen the truth, which a service waits for
     */
    public static ServiceClient ofOtherNode(Vertx vertx, Path links, NodeName node, Supplier<String> seen) {
        return new ServiceClient(vertx, s -> new Way(links, "/call/" + node + "/" + s.label(), true), node, seen);
    }

    private ServiceClient(Vertx vertx, Function<Service, Way> ways, NodeName node, Supplier<String> seen) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(60).setConnectTimeout(2_000),
                new PoolOptions().setHttp1MaxSize(256).setMaxWaitQueueSize(4_096));
        this.ways = ways;
        this.node = node;
        this.seen = seen;
    }

    /**
     * What a service answered.
     *
     * @param json the answer's data; nothing where it is on its way
     * @param revision how far the truth had come
     * @param file the file that was asked for, which waits to be read
     * @param large the answer's data where it is long and was asked for as a stream, which waits to be read
     * @param total of a part of a list, how many entries the whole has; else empty
     */
    public record Answered(byte[] json, String revision, Optional<Incoming> file, Optional<Large> large, String total) {
        /** One whose data is here. */
        public Answered(byte[] json, String revision) {
            this(json, revision, "");
        }

        /** A part of a list. */
        public Answered(byte[] json, String revision, String total) {
            this(json, revision, Optional.empty(), Optional.empty(), total);
        }
    }

    /** A file on its way, paused until somebody reads it. */
    public record Incoming(String name, String type, ReadStream<Buffer> bytes) {}

    /**
     * Data on its way, paused until somebody reads or drops it.
     *
     * @param length in bytes
     * @param tag of the data, as RFC 9110 section 8.8.3 has it
     */
    public record Large(long length, String tag, ReadStream<Buffer> bytes) {
        /** Lets the connection that it comes over be used again. */
        public void drop() {
            try {
                bytes.exceptionHandler(gone -> {}).handler(part -> {}).resume();
            } catch (IllegalStateException ended) {
                // it has come to its end already
            }
        }
    }

    /** The whole answer, or a failed future with {@link Refused}. */
    public Future<Answered> send(Endpoint<?, ?> endpoint, Dispatcher.Call call) {
        return send(request(endpoint), endpoint, call, false);
    }

    private Future<Answered> send(RequestOptions to, Endpoint<?, ?> endpoint, Dispatcher.Call call, boolean streamed) {
        return http.request(to.setMethod(HttpMethod.POST))
                .recover(cause -> Future.failedFuture(away(endpoint)))
                .compose(request -> sent(request, endpoint, call)
                        .compose(response -> answered(response, streamed))
                        .recover(
                                cause -> Future.failedFuture(cause instanceof Refused ? cause : unanswered(endpoint))));
    }

    /** A file goes along where the service cannot find it. */
    private Future<HttpClientResponse> sent(HttpClientRequest request, Endpoint<?, ?> endpoint, Dispatcher.Call call) {
        if (!(call.attached() instanceof Upload upload)
                || !ways.apply(endpoint.service()).far()) {
            return request.send(Buffer.buffer(Envelope.bytes(call)));
        }
        request.putHeader(CallHeaders.CALL, TunnelServer.header(Envelope.bytes(call)));
        return vertx.fileSystem()
                .open(
                        upload.file().toString(),
                        new OpenOptions().setRead(true).setWrite(false).setCreate(false))
                .compose(file -> request.putHeader("Content-Length", Long.toString(file.sizeBlocking()))
                        .send(file)
                        // what is deleted takes its room as long as it is open
                        .onComplete(sent -> file.close()));
    }

    /** As {@link #send}, blocking; for virtual threads. */
    public Answered sendAndWait(Endpoint<?, ?> endpoint, Dispatcher.Call call) {
        return await(endpoint, send(endpoint, call), longest(endpoint));
    }

    /**
     * As {@link #sendAndWait}, for who passes on what is answered, on its own event loop: a pipe between two loops may miss
     * that there is room again, and then stands still for ever.
     *
     * @param streamed whether long data is on its way still
     */
    public Answered sendAndWait(Endpoint<?, ?> endpoint, Dispatcher.Call call, boolean streamed, Context reader) {
        RequestOptions to = request(endpoint);
        return await(endpoint, on(reader, () -> send(to, endpoint, call, streamed)), longest(endpoint));
    }

    private static <T> Future<T> on(Context loop, Supplier<Future<T>> ask) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(on -> ask.get().onComplete(answer));
        return answer.future();
    }

    /**
     * As {@link #sendAndWait}, with bytes that are read while they are sent.
     *
     * @throws java.io.UncheckedIOException when they cannot be read
     */
    public Answered sendAndWait(Endpoint<?, ?> endpoint, Dispatcher.Call call, Streamed body) {
        RequestOptions to = request(endpoint)
                .setMethod(HttpMethod.POST)
                // on a connection that nothing else follows on: it may be answered before all of it was sent
                .addHeader("Connection", "close")
                .addHeader(CallHeaders.STREAMED, "1")
                .addHeader(CallHeaders.CALL, TunnelServer.header(Envelope.bytes(call)));
        Future<HttpClientRequest> begun = http.request(to).recover(cause -> Future.failedFuture(away(endpoint)));
        HttpClientRequest request = await(endpoint, begun, Duration.ofMinutes(1));
        Future<Answered> answer = request.response().compose(response -> answered(response, false));
        return new BodySender(request, answer, longest(endpoint))
                .send(body.bytes())
                .orElseThrow(() -> unanswered(endpoint));
    }

    /** A service's call of another, on somebody's behalf; blocks. */
    <I extends Record, O> @Nullable O typed(Endpoint<I, O> endpoint, I input, Caller onBehalfOf) {
        Dispatcher.Call call = new Dispatcher.Call(
                endpoint.toString(),
                endpoint.input().write(input),
                new Credential.Vouched(onBehalfOf.name()),
                onBehalfOf.client(),
                null);
        Answered answered = endpoint.input().attachment(input).orElse(null) instanceof Streamed body
                ? sendAndWait(endpoint, call, body)
                : sendAndWait(endpoint, call);
        return WireReader.read(answered.json(), endpoint.output());
    }

    /**
     * Opens a tunnel, blocking; for virtual threads.
     *
     * @param reader the event loop on which it is read and written, as with {@link #sendAndWait}
     */
    public Opened tunnelAndWait(Endpoint<?, ?> endpoint, Dispatcher.Call call, Context reader) {
        RequestOptions to = request(endpoint);
        Future<Opened> opening = on(reader, () -> tunnel(to, endpoint, call));
        try {
            return await(endpoint, opening, Duration.ofSeconds(30));
        } catch (Refused e) {
            opening.onSuccess(late -> late.socket().close());
            throw e;
        }
    }

    private Duration longest(Endpoint<?, ?> endpoint) {
        return ways.apply(endpoint.service()).far() ? LONGEST_FAR : LONGEST;
    }

    private <T> T await(Endpoint<?, ?> endpoint, Future<T> answer, Duration limit) {
        try {
            return answer.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Refused r ? r : unanswered(endpoint);
        }
    }

    /**
     * A connection through the service to something on its host.
     *
     * @param socket paused until somebody reads it
     * @param welcome what a terminal's client has to say first
     * @param over is complete once the other side has ended, whoever listens to the socket by then
     */
    public record Opened(NetSocket socket, Tunnel.Dialect dialect, String welcome, Future<Void> over) {}

    private Future<Opened> tunnel(RequestOptions to, Endpoint<?, ?> endpoint, Dispatcher.Call call) {
        return http.request(to.setMethod(HttpMethod.GET)
                        .addHeader("Connection", "Upgrade")
                        .addHeader("Upgrade", TunnelServer.PROTOCOL)
                        .addHeader(CallHeaders.CALL, TunnelServer.header(Envelope.bytes(call))))
                .recover(cause -> Future.failedFuture(away(endpoint)))
                .compose(request -> request.connect()
                        .compose(response -> response.statusCode() == 101
                                ? Future.succeededFuture(opened(response))
                                : response.body()
                                        .compose(body ->
                                                Future.failedFuture(new Refused(FailureJson.read(body.getBytes()))))))
                .recover(cause -> Future.failedFuture(cause instanceof Refused ? cause : away(endpoint)));
    }

    private static Opened opened(HttpClientResponse response) {
        NetSocket socket = response.netSocket();
        socket.pause();
        return new Opened(
                socket,
                Tunnel.Dialect.valueOf(header(response, TunnelServer.DIALECT)),
                TunnelServer.text(header(response, TunnelServer.WELCOME)),
                response.end());
    }

    private RequestOptions request(Endpoint<?, ?> endpoint) {
        Way way = ways.apply(endpoint.service());
        return new RequestOptions()
                .setServer(SocketAddress.domainSocketAddress(way.socket().toString()))
                .setHost("service")
                .setURI(way.uri())
                .addHeader(CallHeaders.VERB, endpoint.verb().name())
                .addHeader(ServiceServer.REQUEST, Trace.request())
                .addHeader(ServiceServer.REVISION, seen.get())
                .addHeader(ServiceServer.ACTOR, Trace.actor())
                .addHeader(ServiceServer.TASK, Trace.mark());
    }

    private static Future<Answered> answered(HttpClientResponse response, boolean streamed) {
        String revision = header(response, ServiceServer.REVISION);
        String file = header(response, ServiceServer.DOWNLOAD);
        if (!file.isEmpty()) {
            Incoming incoming = new Incoming(file, header(response, "Content-Type"), response.pause());
            return Future.succeededFuture(
                    new Answered(new byte[0], revision, Optional.of(incoming), Optional.empty(), ""));
        }
        String tag = header(response, ServiceServer.TAG);
        if (streamed && !tag.isEmpty()) {
            Large large = new Large(Long.parseLong(header(response, "Content-Length")), tag, response.pause());
            return Future.succeededFuture(
                    new Answered(new byte[0], revision, Optional.empty(), Optional.of(large), ""));
        }
        return response.body()
                .compose(body -> response.statusCode() == 200
                        ? Future.succeededFuture(
                                new Answered(body.getBytes(), revision, header(response, ServiceServer.TOTAL)))
                        : Future.failedFuture(new Refused(FailureJson.read(body.getBytes()))));
    }

    private static String header(HttpClientResponse response, String name) {
        return Objects.requireNonNullElse(response.getHeader(name), "");
    }

    private Refused away(Endpoint<?, ?> endpoint) {
        return new Refused(ServiceAway.beforeTheCall(node, endpoint.service()));
    }

    private Refused unanswered(Endpoint<?, ?> endpoint) {
        return new Refused(ServiceAway.beforeItsAnswer(node, endpoint.service(), endpoint.verb() == Verb.GET));
    }
}
