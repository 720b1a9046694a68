package io.coppice.gateway.route;

import io.coppice.contract.endpoint.Document;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.openapi.OpenApi;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The API's own description, made when it is asked for first: most gateways are never asked. */
public final class ApiDocument {
    private final Collection<Endpoint<?, ?>> endpoints;
    private final String version;
    private volatile @Nullable Document made;

    /** @param version of the API */
    public ApiDocument(Collection<Endpoint<?, ?>> endpoints, String version) {
        this.endpoints = endpoints;
        this.version = version;
    }

    /** Two that ask first at the same time make the same. */
    public Document document() {
        Document ready = made;
        if (ready == null) {
            ready = new Document(new JsonObject(OpenApi.of(endpoints, version)).encode());
            made = ready;
        }
        return ready;
    }
}
