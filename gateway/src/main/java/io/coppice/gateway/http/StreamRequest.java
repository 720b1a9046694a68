package io.coppice.gateway.http;

import io.coppice.contract.api.event.EventsApi;
import io.coppice.contract.failure.Refused;
import io.coppice.gateway.call.GatewayCalls;
import io.coppice.gateway.stream.Streams;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request for events that is answered by a stream: {@code Accept: text/event-stream}, or an upgrade to a WebSocket. */
final class StreamRequest {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRequest.class);
    private final HttpServerRequest request;
    private final Exchange.Surroundings around;
    private final Context loop;

    StreamRequest(HttpServerRequest request, Exchange.Surroundings around, Context loop) {
        this.request = request;
        this.around = around;
        this.loop = loop;
    }

    static boolean isOne(GatewayCalls.Admitted admitted, HttpServerRequest request) {
        return admitted.match().endpoint() == EventsApi.READ
                && request.method() == HttpMethod.GET
                && (Origin.isUpgrade(request) || accepts(request));
    }

    /** Whether it asks to become a WebSocket. */
    static boolean isUpgrade(GatewayCalls.Admitted admitted, HttpServerRequest request) {
        return isOne(admitted, request) && Origin.isUpgrade(request);
    }

    private static boolean accepts(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/event-stream");
    }

    /**
     * Opens the stream; on a worker.
     *
     * @throws Refused before anything was answered
     */
    void open(GatewayCalls.Admitted admitted, Map<String, Object> given) {
        for (String pages : new String[] {"limit", "wait"}) {
            if (given.containsKey(pages)) {
                throw Refused.badParameter(pages, "is for pages; a stream sends all that comes, as it comes");
            }
        }
        EventsApi.Read in = EventsApi.READ.input().read(around.calls().check(admitted, given), null);
        Streams.Wanted wanted = Streams.Wanted.of(in, Optional.ofNullable(request.getHeader("Last-Event-ID")));
        if (!Origin.isUpgrade(request)) {
            Streams.Opening opening = around.streams().prepare(admitted.caller(), wanted);
            loop.runOnContext(on -> opening.begin(new EventStreamOutlet(request), this::onLoop));
            return;
        }
        Origin.requireSame(request);
        Streams.Opening opening = around.streams().prepare(admitted.caller(), wanted);
        loop.runOnContext(on -> request.toWebSocket()
                .onSuccess(socket -> {
                    around.connections().leave(request.connection());
                    opening.begin(new SocketOutlet(socket), this::onLoop);
                })
                .onFailure(cause -> {
                    LOG.debug("no WebSocket came about: {}", cause.getMessage());
                    opening.giveUp();
                    request.connection().close();
                }));
    }

    private void onLoop(Runnable task) {
        loop.runOnContext(on -> task.run());
    }
}
