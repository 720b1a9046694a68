package io.coppice.contract.api.metrics;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/** …/rrddata and …/rrd: what figures of nodes, guests and storages were. */
public final class HistoryApi {
    private static final String NODE = "/nodes/{node}";
    private static final String VM = NODE + "/qemu/{vmid}";
    private static final String CT = NODE + "/lxc/{vmid}";
    private static final String STORAGE = NODE + "/storage/{storage}";
    private static final Guard SEE_NODE = Guard.on(NODE, "Sys.Audit");
    private static final Guard SEE_GUEST = Guard.on("/vms/{vmid}", "VM.Audit");
    private static final Guard SEE_STORAGE =
            Guard.onAny("/storage/{storage}", "Datastore.Audit", "Datastore.AllocateSpace");

    public record OfNode(
            @Param("The cluster node.") NodeName node,

            @Param(
                    value = "What stands for several minutes: their average or their maximum.",
                    values = {"AVERAGE", "MAX"})
            Optional<String> cf,

            @Param(
                    value = "How far back.",
                    values = {"hour", "day", "week", "month", "year", "decade"})
            String timeframe) {}

    public record OfGuest(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(
                    value = "What stands for several minutes: their average or their maximum.",
                    values = {"AVERAGE", "MAX"})
            Optional<String> cf,

            @Param(
                    value = "How far back.",
                    values = {"hour", "day", "week", "month", "year"})
            String timeframe) {}

    public record OfStorage(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") StorageId storage,

            @Param(
                    value = "What stands for several minutes: their average or their maximum.",
                    values = {"AVERAGE", "MAX"})
            Optional<String> cf,

            @Param(
                    value = "How far back.",
                    values = {"hour", "day", "week", "month", "year"})
            String timeframe) {}

    public record DrawNode(
            OfNode of,

            @Param(value = "The figures to draw.", format = "pve-configid-list")
            String ds) {}

    public record DrawGuest(
            OfGuest of,

            @Param(value = "The figures to draw.", format = "pve-configid-list")
            String ds) {}

    public record DrawStorage(
            OfStorage of,

            @Param(value = "The figures to draw.", format = "pve-configid-list")
            String ds) {}

    /** @param filename of the picture on the node */
    public record Drawn(String filename) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfNode, List> NODE_DATA = get(NODE + "/rrddata", OfNode.class, List.class)
            .summary("A node's figures over time.")
            .allow(SEE_NODE)
            .servedBy(Service.METRICS)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfGuest, List> VM_DATA = get(VM + "/rrddata", OfGuest.class, List.class)
            .summary("A virtual machine's figures over time.")
            .allow(SEE_GUEST)
            .servedBy(Service.METRICS)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfGuest, List> CT_DATA = get(CT + "/rrddata", OfGuest.class, List.class)
            .summary("A container's figures over time.")
            .allow(SEE_GUEST)
            .servedBy(Service.METRICS)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfStorage, List> STORAGE_DATA = get(STORAGE + "/rrddata", OfStorage.class, List.class)
            .summary("A storage's figures over time.")
            .allow(SEE_STORAGE)
            .servedBy(Service.METRICS)
            .on(Place.NODE)
            .build();

    public static final Endpoint<DrawNode, Drawn> NODE_PICTURE = get(NODE + "/rrd", DrawNode.class, Drawn.class)
            .summary("A picture of a node's figures over time.")
            .allow(SEE_NODE)
            .servedBy(Service.METRICS)
            .build();

    public static final Endpoint<DrawGuest, Drawn> VM_PICTURE = get(VM + "/rrd", DrawGuest.class, Drawn.class)
            .summary("A picture of a virtual machine's figures over time.")
            .allow(SEE_GUEST)
            .servedBy(Service.METRICS)
            .build();

    public static final Endpoint<DrawGuest, Drawn> CT_PICTURE = get(CT + "/rrd", DrawGuest.class, Drawn.class)
            .summary("A picture of a container's figures over time.")
            .allow(SEE_GUEST)
            .servedBy(Service.METRICS)
            .build();

    public static final Endpoint<DrawStorage, Drawn> STORAGE_PICTURE = get(
                    STORAGE + "/rrd", DrawStorage.class, Drawn.class)
            .summary("A picture of a storage's figures over time.")
            .allow(SEE_STORAGE)
            .servedBy(Service.METRICS)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL =
            List.of(NODE_DATA, VM_DATA, CT_DATA, STORAGE_DATA, NODE_PICTURE, VM_PICTURE, CT_PICTURE, STORAGE_PICTURE);

    private HistoryApi() {}
}
