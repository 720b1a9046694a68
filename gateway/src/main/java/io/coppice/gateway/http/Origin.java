package io.coppice.gateway.http;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.vertx.core.http.HttpServerRequest;

/** Whether a request to become a WebSocket comes from a page of this site: a browser sends its cookie to any that asks. */
final class Origin {
    private Origin() {}

    static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /** @throws Refused where it comes from another site's page */
    static void requireSame(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin != null && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(request.getHeader("Host"))) {
            throw new Refused(new Failure.Forbidden("", ""));
        }
    }
}
