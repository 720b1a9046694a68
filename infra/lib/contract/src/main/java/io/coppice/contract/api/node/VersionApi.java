package io.coppice.contract.api.node;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Service;
import java.util.List;

/** /version */
public final class VersionApi {
    public record None() {}

    /**
     * Which API this is.
     *
     * @param version of the API that clients know
     * @param repoid what the build was made from, in hex
     * @param coppice our own version
     */
    public record Version(String version, String release, String repoid, String coppice) {}

    public static final Endpoint<None, Version> VERSION = get("/version", None.class, Version.class)
            .summary("The version of the API.")
            .allow(Guard.everyone())
            .servedBy(Service.GATEWAY)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(VERSION);

    private VersionApi() {}
}
