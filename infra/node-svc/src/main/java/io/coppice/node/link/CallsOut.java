package io.coppice.node.link;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.serve.CallHeaders;
import io.coppice.servicekit.serve.FailureJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Takes this node's calls for services of other nodes, {@code /call/NODE/SERVICE}, on a unix socket. There are two: by one
 * the gateway calls with its callers' credentials, by the other services call as themselves.
 */
public final class CallsOut implements AutoCloseable {
    private final HttpServer server;
    private final Links links;
    private final String door;

    private CallsOut(Vertx vertx, Links links, String door) {
        this.links = links;
        this.door = door;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setIdleTimeout(0)
                .setMaxInitialLineLength(1024)
                .setMaxHeaderSize(64 * 1024)
                .setReuseAddress(false));
    }

    /**
     * For those who bring credentials.
     *
     * @param socket in a folder that only those may enter who may connect; an old socket is replaced
     * @param uids the users whose processes may connect
     */
    public static CallsOut listen(Vertx vertx, Path socket, Links links, Set<Integer> uids) throws IOException {
        return listen(vertx, socket, new CallsOut(vertx, links, CallsIn.CALLS), uids, "rw-rw----");
    }

    /** For this node's services, which name themselves: nobody else may be among the users. */
    public static CallsOut listenToServices(Vertx vertx, Path socket, Links links, Set<Integer> uids)
            throws IOException {
        return listen(vertx, socket, new CallsOut(vertx, links, CallsIn.SERVICES), uids, "rw-------");
    }

    private static CallsOut listen(Vertx vertx, Path socket, CallsOut calls, Set<Integer> uids, String mode)
            throws IOException {
        Files.deleteIfExists(socket);
        calls.server.connectionHandler(connection -> {
            OptionalInt uid = io.coppice.servicekit.serve.Peer.uid(connection);
            if (uid.isPresent() && !uids.contains(uid.getAsInt())) {
                connection.close();
            }
        });
        calls.server.requestHandler(calls::serve);
        try {
            calls.server
                    .listen(SocketAddress.domainSocketAddress(socket.toString()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IOException("cannot listen on " + socket, e);
        }
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(mode));
        return calls;
    }

    private void serve(HttpServerRequest request) {
        request.pause();
        String[] path = String.valueOf(request.path()).split("/", 5);
        Optional<NodeName> node = path.length == 4 && path[1].equals("call") ? name(path[2]) : Optional.empty();
        Optional<Link> link = node.flatMap(links::to);
        if (link.isEmpty() || CallsIn.service(path[3]).isEmpty()) {
            refuse(request, new Failure.Conflict("no such cluster node '" + (path.length > 2 ? path[2] : "") + "'"));
            return;
        }
        NodeName there = node.orElseThrow();
        Service service = CallsIn.service(path[3]).orElseThrow();
        if (!link.get().reach().inReach()) {
            refuse(request, away(there));
            return;
        }
        boolean reads = Verb.GET.name().equals(request.getHeader(CallHeaders.VERB));
        HttpMethod method = CallPipe.isTunnel(request) ? HttpMethod.GET : HttpMethod.POST;
        new CallPipe(request, (sent, cause) -> refuse(request, sent ? unanswered(there, reads) : away(there)))
                .to(link.get().call(method, door + "/" + service.label()));
    }

    private static Failure away(NodeName node) {
        return new Failure.Unavailable(node, "node '" + node + "' is out of reach; try again when it is back");
    }

    private static Failure unanswered(NodeName node, boolean reads) {
        return new Failure.Unavailable(
                node,
                "node '" + node + "' went out of reach before it answered"
                        + (reads ? "; try again when it is back" : Failure.UNKNOWN + "; look when it is back"));
    }

    private static Optional<NodeName> name(String text) {
        try {
            return Optional.of(new NodeName(text));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    static void refuse(HttpServerRequest request, Failure failure) {
        if (request.response().headWritten() || request.response().closed()) {
            request.connection().close();
            return;
        }
        request.resume();
        request.response()
                .setStatusCode(failure.status())
                .putHeader("Connection", "close")
                .end(Buffer.buffer(FailureJson.bytes(failure)));
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
