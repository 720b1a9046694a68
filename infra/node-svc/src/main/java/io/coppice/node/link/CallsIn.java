package io.coppice.node.link;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.serve.CallHeaders;
import io.coppice.servicekit.serve.Envelope;
import io.coppice.servicekit.serve.ServiceAway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings other nodes' calls, {@code /call/SERVICE}, to this node's services: to the sockets where callers bring
 * credentials, or to those where services name themselves. A file that comes along is put where this node's gateway leaves
 * uploads.
 */
public final class CallsIn implements LinkServer.Behind {
    /** What the other nodes' gateways ask for their callers. */
    public static final String CALLS = "/call";

    /** What the other nodes' services ask as themselves. */
    public static final String SERVICES = "/service";

    private static final Logger LOG = LoggerFactory.getLogger(CallsIn.class);
    private final Vertx vertx;
    private final HttpClient http;
    private final NodeName here;
    private final Path sockets;
    private final Path spool;
    private final String socketName;

    /**
     * For calls that bring credentials.
     *
     * @param sockets the folder with the services' folders
     * @param spool where uploads lie; they belong to whoever it belongs to
     */
    public CallsIn(Vertx vertx, NodeName here, Path sockets, Path spool) {
        this(vertx, here, sockets, spool, "api.sock");
    }

    /** For calls of services, which are believed as this node's own are. */
    public static CallsIn ofServices(Vertx vertx, NodeName here, Path sockets, Path spool) {
        return new CallsIn(vertx, here, sockets, spool, "service.sock");
    }

    private CallsIn(Vertx vertx, NodeName here, Path sockets, Path spool, String socketName) {
        this.socketName = socketName;
        this.vertx = vertx;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(60).setConnectTimeout(2_000),
                new PoolOptions().setHttp1MaxSize(256).setMaxWaitQueueSize(4_096));
        this.here = here;
        this.sockets = sockets;
        this.spool = spool;
    }

    /** A service that has a socket, by its label. */
    static Optional<Service> service(String label) {
        return Arrays.stream(Service.values())
                .filter(s -> s != Service.GATEWAY && s.label().equals(label))
                .findFirst();
    }

    @Override
    public void serve(ClusterMember peer, HttpServerRequest request) {
        serve(peer, request, tunnel -> {});
    }

    @Override
    public void serve(ClusterMember peer, HttpServerRequest request, Consumer<NetSocket> became) {
        request.pause();
        String path = String.valueOf(request.path());
        Optional<Service> service = service(path.substring(path.lastIndexOf('/') + 1));
        if (service.isEmpty()) {
            CallsOut.refuse(request, new Failure.NotImplemented("POST", path));
        } else if (bringsFile(request)) {
            upload(request, service.get());
        } else {
            HttpMethod method = CallPipe.isTunnel(request) ? HttpMethod.GET : HttpMethod.POST;
            pipe(request, service.get(), became).to(open(service.get(), method));
        }
    }

    private static boolean bringsFile(HttpServerRequest request) {
        return !CallPipe.isTunnel(request)
                && request.getHeader(CallHeaders.CALL) != null
                && request.getHeader(CallHeaders.STREAMED) == null;
    }

    private CallPipe pipe(HttpServerRequest request, Service service, Consumer<NetSocket> became) {
        boolean reads = Verb.GET.name().equals(request.getHeader(CallHeaders.VERB));
        return new CallPipe(
                request,
                (sent, cause) -> CallsOut.refuse(
                        request,
                        sent
                                ? ServiceAway.beforeItsAnswer(here, service, reads)
                                : ServiceAway.beforeTheCall(here, service)),
                became);
    }

    private Future<HttpClientRequest> open(Service service, HttpMethod method) {
        Path socket = sockets.resolve(service.label()).resolve(socketName);
        return http.request(new RequestOptions()
                .setServer(SocketAddress.domainSocketAddress(socket.toString()))
                .setHost("service")
                .setMethod(method)
                .setURI("/call"));
    }

    private void upload(HttpServerRequest request, Service service) {
        Path file = spool.resolve("upload-" + UUID.randomUUID());
        vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
                .compose(open -> receive(request, open))
                .compose(received -> vertx.executeBlocking(() -> belongsToGateway(file)))
                .compose(ready -> open(service, HttpMethod.POST))
                .onFailure(cause -> {
                    LOG.warn("an upload from another node could not be kept in {}", spool, cause);
                    vertx.fileSystem().delete(file.toString());
                    CallsOut.refuse(
                            request,
                            new Failure.Conflict(
                                    "the upload could not be written to " + spool + "; is its disk full?"));
                })
                .onSuccess(far -> {
                    byte[] call = Envelope.withUpload(request.getHeader(CallHeaders.CALL), file);
                    pipe(request, service, tunnel -> {})
                            .answerOf(far, Buffer.buffer(call))
                            .onComplete(done -> vertx.fileSystem().delete(file.toString()));
                });
    }

    private static Future<Void> receive(HttpServerRequest request, AsyncFile file) {
        return CallPipe.isGone(request)
                ? file.close().compose(closed -> Future.failedFuture("the other node went away"))
                : request.pipeTo(file);
    }

    /** The service takes nothing else from there. */
    private Path belongsToGateway(Path file) throws IOException {
        Object owner = Files.getAttribute(spool, "unix:owner", LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:owner", owner, LinkOption.NOFOLLOW_LINKS);
        return file;
    }
}
