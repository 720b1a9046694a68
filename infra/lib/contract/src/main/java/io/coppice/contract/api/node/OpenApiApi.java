package io.coppice.contract.api.node;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Document;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Service;
import java.util.List;

/** /coppice/openapi.json */
public final class OpenApiApi {
    public record None() {}

    /** Open to all: it tells what the API is, nothing of what it holds. */
    public static final Endpoint<None, Document> OPENAPI = get("/coppice/openapi.json", None.class, Document.class)
            .summary("This API as an OpenAPI 3.1 document.")
            .allow(Guard.world())
            .servedBy(Service.GATEWAY)
            .body(Body.DOCUMENT)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(OPENAPI);

    private OpenApiApi() {}
}
