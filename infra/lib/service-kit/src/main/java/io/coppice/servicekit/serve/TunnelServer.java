package io.coppice.servicekit.serve;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls whose connection becomes one to something on this host: a GET that asks for an upgrade to {@value #PROTOCOL} with
 * the call in a header. What is refused gets the same answer as any other call.
 */
final class TunnelServer {
    static final String PROTOCOL = "coppice-tunnel";

    /** What the client speaks; what a terminal's client says first, in base64. */
    static final String DIALECT = "Coppice-Dialect";

    static final String WELCOME = "Coppice-Welcome";
    private static final Logger LOG = LoggerFactory.getLogger(TunnelServer.class);
    private final Vertx vertx;
    private final Dispatcher dispatcher;
    private final boolean trusted;
    private final ServiceServer.Seen seen;
    private final Executor workers;
    private final NetClient sockets;

    TunnelServer(Vertx vertx, Dispatcher dispatcher, boolean trusted, ServiceServer.Seen seen, Executor workers) {
        this.vertx = vertx;
        this.dispatcher = dispatcher;
        this.trusted = trusted;
        this.seen = seen;
        this.workers = workers;
        this.sockets = vertx.createNetClient();
    }

    /** Bytes as a header may hold them. */
    static String header(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String text(String header) {
        return new String(bytes(header), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String header) {
        return Base64.getDecoder().decode(header);
    }

    static boolean isFor(HttpServerRequest request) {
        return PROTOCOL.equals(request.getHeader("Upgrade"));
    }

    void accept(HttpServerRequest request) {
        request.pause();
        Context loop = vertx.getOrCreateContext();
        workers.execute(ServiceServer.traced(request, trusted, seen, () -> {
            try {
                byte[] call = bytes(String.valueOf(request.getHeader(CallHeaders.CALL)));
                Object answered = dispatcher.dispatch(Envelope.read(call, trusted));
                if (!(answered instanceof Tunnel tunnel)) {
                    throw Refused.conflict("this call is no tunnel");
                }
                loop.runOnContext(on -> connect(request, tunnel));
            } catch (Refused r) {
                loop.runOnContext(on -> refuse(request, r.failure()));
            } catch (RuntimeException e) {
                loop.runOnContext(on -> refuse(request, new Failure.Internal("a call could not be read", e)));
            }
        }));
    }

    private void connect(HttpServerRequest request, Tunnel tunnel) {
        sockets.connect(SocketAddress.domainSocketAddress(tunnel.socket().toString()))
                .onFailure(cause -> {
                    tunnel.over().complete(null);
                    refuse(request, new Failure.Conflict("the console cannot be reached: " + cause.getMessage()));
                })
                .onSuccess(far -> {
                    far.pause();
                    if (request.response().closed()) {
                        // who asked went meanwhile, and its connection becomes nothing any more
                        far.close();
                        tunnel.over().complete(null);
                        return;
                    }
                    request.response()
                            .putHeader(DIALECT, tunnel.dialect().name())
                            .putHeader(WELCOME, header(tunnel.welcome().getBytes(StandardCharsets.UTF_8)));
                    request.toNetSocket()
                            .onSuccess(near -> join(near, far, tunnel))
                            .onFailure(cause -> {
                                LOG.warn("a tunnel to {} did not come about", tunnel.socket(), cause);
                                far.close();
                                tunnel.over().complete(null);
                            });
                });
    }

    private static void join(NetSocket near, NetSocket far, Tunnel tunnel) {
        near.pipeTo(far).onComplete(end -> tunnel.over().complete(null));
        far.pipeTo(near).onComplete(end -> tunnel.over().complete(null));
        far.resume();
        tunnel.over().whenComplete((done, failure) -> {
            near.close();
            far.close();
        });
    }

    private static void refuse(HttpServerRequest request, Failure failure) {
        request.resume();
        request.response()
                .setStatusCode(failure.status())
                .putHeader("Connection", "close")
                .end(Buffer.buffer(FailureJson.bytes(failure)));
    }
}
