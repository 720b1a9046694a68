package io.coppice.servicekit.serve;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.list.Page;
import io.coppice.servicekit.log.Trace;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a service's endpoints on a unix socket. Two of them make a service: {@code api.sock}, where callers bring
 * credentials, and {@code service.sock}, where other services name on whose behalf they call.
 */
public final class ServiceServer implements AutoCloseable {
    /** The header in which an answer says how far the truth has come, and a call how far its caller has seen it. */
    static final String REVISION = "Coppice-Revision";

    /** The header in which a call says which request of a client it belongs to. */
    static final String REQUEST = "Coppice-Request";

    /** The headers in which a service says who asked for what it calls for, and in which task; believed of services alone. */
    static final String ACTOR = "Coppice-Actor";

    static final String TASK = "Coppice-Task";

    /** The header in which an answer that is a file says the file's name. */
    static final String DOWNLOAD = "Coppice-Download";

    /** The header in which a part of a list says how many entries there are in all that the filter lets through. */
    public static final String TOTAL = "Coppice-Total";

    /** A call's largest size; uploads lie in files and do not count. */
    private static final int LARGEST = 8 * 1024 * 1024;

    /** The header in which an answer that comes in parts tells its tag. */
    static final String TAG = "ETag";

    /** Of this size an answer goes out in parts, no faster than the caller reads, and is never in memory whole. */
    static final int LARGE = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ServiceServer.class);
    private final HttpServer server;

    /**
     * Who may connect to a socket, and what is believed there.
     *
     * @param trusted whether callers may be named without proof
     * @param uids the users whose processes may connect
     */
    public record Admits(boolean trusted, Set<Integer> uids) {
        public Admits {
            uids = Set.copyOf(uids);
        }
    }

    /** How far the truth has come in this process. */
    @FunctionalInterface
    public interface Seen {
        String revision();

        /** Waits for a moment, until it has come as far as a caller has seen it. */
        default void catchUp(String revision) throws InterruptedException {}

        /** As {@link #catchUp(String)}, for what a call says in its header. */
        private void catchUp(HttpServerRequest request) {
            try {
                catchUp(header(request, REVISION));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ServiceServer(HttpServer server) {
        this.server = server;
    }

    /**
     * @param socket in a folder that only those may enter who may connect; an old socket is replaced
     * @param admits who may connect
     * @param seen how far the truth has come, for the answers; a call waits for what its caller has seen
     * @param workers where handlers run, virtual threads
     */
    public static ServiceServer listen(
            Vertx vertx, Path socket, Dispatcher dispatcher, Admits admits, Seen seen, Executor workers)
            throws IOException {
        Files.deleteIfExists(socket);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setIdleTimeout(0)
                .setMaxInitialLineLength(1024)
                .setReuseAddress(false));
        server.connectionHandler(connection -> {
            OptionalInt uid = Peer.uid(connection);
            if (uid.isPresent() && !admits.uids().contains(uid.getAsInt())) {
                LOG.warn("a process of user {} may not speak to {}", uid.getAsInt(), socket);
                connection.close();
            }
        });
        TunnelServer tunnels = new TunnelServer(vertx, dispatcher, admits.trusted(), seen, workers);
        BodyServer bodies = new BodyServer(vertx, dispatcher, admits.trusted(), seen, workers);
        server.requestHandler(request -> {
            if (TunnelServer.isFor(request)) {
                tunnels.accept(request);
            } else if (BodyServer.isFor(request)) {
                bodies.accept(request);
            } else {
                accept(request, dispatcher, admits.trusted(), seen, workers);
            }
        });
        try {
            server.listen(SocketAddress.domainSocketAddress(socket.toString()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (RuntimeException e) {
            throw new IOException("cannot listen on " + socket, e);
        }
        Files.setPosixFilePermissions(
                socket, PosixFilePermissions.fromString(admits.trusted() ? "rw-------" : "rw-rw----"));
        return new ServiceServer(server);
    }

    private static void accept(
            HttpServerRequest request, Dispatcher dispatcher, boolean trusted, Seen seen, Executor workers) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > LARGEST) {
                request.connection().close();
            } else {
                body.appendBuffer(part);
            }
        });
        Runnable work = traced(request, trusted, seen, () -> answer(request, body, dispatcher, trusted, seen));
        request.endHandler(end -> workers.execute(work));
    }

    /** As part of what the call says that it is part of, and not before its caller's truth is here. */
    static Runnable traced(HttpServerRequest request, boolean trusted, Seen seen, Runnable work) {
        String id = header(request, REQUEST);
        Trace asked = trusted ? Trace.now().askedBy(header(request, ACTOR), header(request, TASK)) : Trace.now();
        return () -> {
            seen.catchUp(request);
            asked.run(() -> Trace.inRequest(id, work));
        };
    }

    private static String header(HttpServerRequest request, String name) {
        return Objects.requireNonNullElse(request.getHeader(name), "");
    }

    private static void answer(
            HttpServerRequest request, Buffer body, Dispatcher dispatcher, boolean trusted, Seen seen) {
        int status = 200;
        byte[] answer;
        try {
            Object answered = dispatcher.dispatch(Envelope.read(body.getBytes(), trusted));
            if (answered instanceof Download download) {
                send(request, download, seen.revision());
                return;
            }
            if (answered instanceof RenderedList list && list.length() > LARGE) {
                request.response().putHeader(REVISION, seen.revision());
                send(request, list);
                return;
            }
            if (answered instanceof Page page) {
                request.response().putHeader(TOTAL, String.valueOf(page.total()));
                answered = page.entries();
            }
            answer = WireJson.bytes(answered);
        } catch (Refused r) {
            status = r.failure().status();
            answer = FailureJson.bytes(r.failure());
        } catch (RuntimeException e) {
            status = 500;
            answer = FailureJson.bytes(new Failure.Internal("a call could not be read", e));
        }
        request.response()
                .setStatusCode(status)
                .putHeader(REVISION, seen.revision())
                .end(Buffer.buffer(answer));
    }

    private static void send(HttpServerRequest request, Download download, String revision) {
        request.response()
                .putHeader(REVISION, revision)
                .putHeader(DOWNLOAD, download.name())
                .putHeader("Content-Type", download.type())
                .sendFile(download.file().toString())
                .onFailure(cause -> {
                    LOG.warn("{} could not be sent", download.file(), cause);
                    request.connection().close();
                });
    }

    private static void send(HttpServerRequest request, RenderedList list) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Length", Integer.toString(list.length())).putHeader(TAG, list.tag());
        try {
            for (int at = 0; at < list.size(); ) {
                RenderedList.Part part = list.part(at, LARGE);
                at = part.next();
                response.write(Buffer.buffer(part.bytes()))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
            response.end();
        } catch (CompletionException gone) {
            LOG.debug("a caller left before its answer had come", gone);
            request.connection().close();
        }
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
