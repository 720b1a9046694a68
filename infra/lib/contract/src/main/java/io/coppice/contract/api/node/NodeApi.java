package io.coppice.contract.api.node;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import java.util.List;
import java.util.Map;

/** /nodes and /nodes/{node} */
public final class NodeApi {
    public record None() {}

    public record OfNode(@Param("The cluster node.") NodeName node) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> NODES = get("/nodes", None.class, List.class)
            .summary("The cluster's nodes.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .listed()
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfNode, List> INDEX = get("/nodes/{node}", OfNode.class, List.class)
            .summary("What there is of a node.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfNode, Map> STATUS = get("/nodes/{node}/status", OfNode.class, Map.class)
            .summary("How a node fares.")
            .allow(Guard.on("/nodes/{node}", "Sys.Audit"))
            .servedBy(Service.NODE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<OfNode, VersionApi.Version> VERSION = get(
                    "/nodes/{node}/version", OfNode.class, VersionApi.Version.class)
            .summary("The version of the API on a node.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(NODES, INDEX, STATUS, VERSION);

    private NodeApi() {}
}
