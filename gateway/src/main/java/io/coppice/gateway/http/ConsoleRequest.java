package io.coppice.gateway.http;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Refused;
import io.coppice.gateway.call.GatewayCalls;
import io.coppice.gateway.console.TerminalFrames;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.Tunnel;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request for a console: its connection becomes a WebSocket, tied to the service's tunnel, no faster than either side reads. */
final class ConsoleRequest {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleRequest.class);
    private static final Buffer WELCOME = Buffer.buffer("OK");
    private final HttpServerRequest request;
    private final Exchange.Surroundings around;
    private final Context loop;

    ConsoleRequest(HttpServerRequest request, Exchange.Surroundings around, Context loop) {
        this.request = request;
        this.around = around;
        this.loop = loop;
    }

    static boolean isOne(GatewayCalls.Admitted admitted) {
        return admitted.match().endpoint().body() == Endpoint.Body.WEBSOCKET;
    }

    static boolean isUpgrade(GatewayCalls.Admitted admitted, HttpServerRequest request) {
        return isOne(admitted) && Origin.isUpgrade(request);
    }

    /**
     * Opens the console; on a worker.
     *
     * @throws Refused before anything was answered
     */
    void open(GatewayCalls.Admitted admitted, Map<String, Object> given) {
        around.calls().check(admitted, given);
        if (!Origin.isUpgrade(request)) {
            throw Refused.badParameter("Upgrade", "this is a websocket: send the header 'Upgrade: websocket'");
        }
        Origin.requireSame(request);
        ServiceClient.Opened far = around.calls().tunnel(admitted, given, loop);
        loop.runOnContext(on -> request.toWebSocket()
                .onSuccess(near -> {
                    around.connections().leave(request.connection());
                    join(near, far);
                })
                .onFailure(cause -> {
                    LOG.debug("no WebSocket came about: {}", cause.getMessage());
                    far.socket().close();
                    request.connection().close();
                }));
    }

    /** What a console says before its client has said who it is waits for it. */
    static void join(ServerWebSocket near, ServiceClient.Opened far) {
        NetSocket socket = far.socket();
        if (far.dialect() == Tunnel.Dialect.BYTES) {
            near.pipeTo(socket);
            socket.pipeTo(near);
        } else {
            terminal(near, socket, new TerminalFrames(far.welcome()));
        }
        near.closeHandler(closed -> socket.close());
        far.over().onComplete(ended -> near.close());
    }

    private static void terminal(ServerWebSocket near, NetSocket socket, TerminalFrames frames) {
        near.handler(part -> {
            boolean greeted = frames.isWelcome();
            try {
                byte[] keys = frames.read(part.getBytes());
                if (!greeted && frames.isWelcome()) {
                    near.writeBinaryMessage(WELCOME);
                    socket.pipeTo(near);
                }
                if (keys.length > 0) {
                    socket.write(Buffer.buffer(keys));
                    if (socket.writeQueueFull()) {
                        near.pause();
                        socket.drainHandler(drained -> near.resume());
                    }
                }
            } catch (TerminalFrames.Garbled e) {
                near.close((short) 1002, e.getMessage());
            }
        });
    }
}
