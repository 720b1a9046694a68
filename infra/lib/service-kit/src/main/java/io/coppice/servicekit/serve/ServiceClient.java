package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.log.Trace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Calls services through their sockets under one folder, {@code <folder>/<service>/api.sock}. */
public final class ServiceClient {
    private final HttpClient http;
    private final Path folder;
    private final String socketName;
    private final NodeName here;

    /** @param socketName {@code api.sock} or {@code service.sock} */
    public ServiceClient(Vertx vertx, Path folder, String socketName, NodeName here) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(60).setConnectTimeout(2_000),
                new PoolOptions().setHttp1MaxSize(256).setMaxWaitQueueSize(4_096));
        this.folder = folder;
        this.socketName = socketName;
        this.here = here;
    }

    /**
     * What a service answered.
     *
     * @param json the answer's data; nothing where a file comes
     * @param revision how far the truth had come
     * @param file the file that was asked for, which waits to be read
     * @param total of a part of a list, how many entries the whole has; else empty
     */
    public record Answered(byte[] json, String revision, Optional<Incoming> file, String total) {
        public Answered(byte[] json, String revision) {
            this(json, revision, Optional.empty(), "");
        }
    }

    /** A file on its way, paused until somebody reads it. */
    public record Incoming(String name, String type, ReadStream<Buffer> bytes) {}

    /** The answer, or a failed future with {@link Refused}. */
    public Future<Answered> send(Endpoint<?, ?> endpoint, Dispatcher.Call call) {
        Path socket = folder.resolve(endpoint.service().label()).resolve(socketName);
        RequestOptions to = new RequestOptions()
                .setServer(SocketAddress.domainSocketAddress(socket.toString()))
                .setHost("service")
                .setMethod(HttpMethod.POST)
                .setURI("/call")
                .addHeader(ServiceServer.REQUEST, Trace.request());
        return http.request(to)
                .recover(cause -> Future.failedFuture(away(endpoint)))
                .compose(request -> request.send(Buffer.buffer(Envelope.bytes(call)))
                        .compose(response -> response.getHeader(ServiceServer.DOWNLOAD) == null
                                ? response.body().compose(body -> answered(response, body))
                                : Future.succeededFuture(incoming(response)))
                        .recover(cause -> Future.failedFuture(cause instanceof Refused ? cause : away(endpoint))));
    }

    /** As {@link #send}, blocking; for virtual threads. */
    public Answered sendAndWait(Endpoint<?, ?> endpoint, Dispatcher.Call call) {
        try {
            return send(endpoint, call)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.MINUTES)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Refused r ? r : away(endpoint);
        }
    }

    private static Future<Answered> answered(HttpClientResponse response, Buffer body) {
        return response.statusCode() == 200
                ? Future.succeededFuture(new Answered(
                        body.getBytes(),
                        header(response, ServiceServer.REVISION),
                        Optional.empty(),
                        header(response, ServiceServer.TOTAL)))
                : Future.failedFuture(new Refused(FailureJson.read(body.getBytes())));
    }

    private static Answered incoming(HttpClientResponse response) {
        response.pause();
        return new Answered(
                new byte[0],
                header(response, ServiceServer.REVISION),
                Optional.of(new Incoming(
                        header(response, ServiceServer.DOWNLOAD), header(response, "Content-Type"), response)),
                "");
    }

    private static String header(HttpClientResponse response, String name) {
        return Objects.requireNonNullElse(response.getHeader(name), "");
    }

    private Refused away(Endpoint<?, ?> endpoint) {
        return new Refused(new Failure.Unavailable(
                here,
                "the " + endpoint.service().label() + " service of node '" + here
                        + "' does not answer; it may be starting, try again in a moment"));
    }
}
