package io.coppice.contract.api.cluster;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/** /cluster */
public final class ClusterApi {
    public record None() {}

    public record Resources(
            @Param(
                    value = "Only of this kind.",
                    values = {"vm", "storage", "node", "sdn"})
            Optional<String> type) {}

    public record NextId(
            @Param("Only checks whether this one is free.") Optional<Vmid> vmid) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> INDEX = get("/cluster", None.class, List.class)
            .summary("What there is of the cluster.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Resources, List> RESOURCES = get("/cluster/resources", Resources.class, List.class)
            .summary("Guests, storages, nodes and pools that the caller may see.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .listed()
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> STATUS = get("/cluster/status", None.class, List.class)
            .summary("The cluster and its nodes.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.NODE)
            .build();

    /** Answers a text: clients rely on it. */
    public static final Endpoint<NextId, String> NEXT_ID = get("/cluster/nextid", NextId.class, String.class)
            .summary("The lowest free VM ID.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(INDEX, RESOURCES, STATUS, NEXT_ID);

    private ClusterApi() {}
}
