package io.coppice.contract.api.network;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.network.InterfaceOptions;
import io.coppice.contract.word.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/network: changes wait in {@code interfaces.new} until they are applied or reverted. */
public final class NetworkApi {
    private static final String LIST_PATH = "/nodes/{node}/network";
    private static final String ONE_PATH = LIST_PATH + "/{iface}";
    private static final Guard AUDIT = Guard.on("/nodes/{node}", "Sys.Audit");
    private static final Guard MODIFY = Guard.on("/nodes/{node}", "Sys.Modify");

    public record ListInterfaces(
            @Param("The cluster node.") NodeName node,

            @Param(
                    value = "Only of this type.",
                    values = {
                        "bridge",
                        "bond",
                        "eth",
                        "alias",
                        "vlan",
                        "fabric",
                        "OVSBridge",
                        "OVSBond",
                        "OVSPort",
                        "OVSIntPort",
                        "vnet",
                        "any_bridge",
                        "any_local_bridge",
                        "include_sdn"
                    })
            Optional<String> type) {}

    public record OfInterface(
            @Param("The cluster node.") NodeName node,

            @Param(value = "The interface.", format = "pve-iface", minLength = 2, maxLength = 20)
            String iface) {}

    public record Create(
            @Param("The cluster node.") NodeName node,

            @Param(value = "The interface.", format = "pve-iface", minLength = 2, maxLength = 20)
            String iface,

            @Param(
                    value = "A bridge or bond may take the interface that carries the connection.",
                    otherwise = "0",
                    ours = true)
            boolean confirm,

            Settings options) {}

    public record Update(
            @Param("The cluster node.") NodeName node,

            @Param(value = "The interface.", format = "pve-iface", minLength = 2, maxLength = 20)
            String iface,

            @Param(value = "Options to take away.", format = "pve-configid-list")
            List<String> delete,

            @Param(
                    value = "A bridge or bond may take the interface that carries the connection.",
                    otherwise = "0",
                    ours = true)
            boolean confirm,

            Settings options) {}

    public record OfNode(@Param("The cluster node.") NodeName node) {}

    public record Apply(
            @Param("The cluster node.") NodeName node,

            @Param(value = "Write the routing daemon's configuration anew.", name = "regenerate-frr", otherwise = "0")
            boolean regenerateFrr,

            @Param(value = "Go back by itself unless it is confirmed in time.", otherwise = "0", ours = true)
            boolean confirm) {}

    /** @param changes how interfaces.new differs from interfaces, as a unified diff; absent where nothing waits */
    public record Listed(List<Map<String, Object>> data, Optional<String> changes) {}

    /**
     * What waits to be confirmed.
     *
     * @param until when it goes back by itself, Unix seconds
     */
    public record Waiting(boolean waiting, Optional<String> upid, Optional<Long> until) {}

    public static final Endpoint<ListInterfaces, Listed> LIST = get(LIST_PATH, ListInterfaces.class, Listed.class)
            .summary("The node's interfaces, as they are and will be.")
            .allow(Guard.everyone())
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .body(Body.BESIDE)
            .build();

    public static final Endpoint<Create, Void> CREATE = post(LIST_PATH, Create.class, Void.class)
            .summary("Define an interface; it is made when the change is applied.")
            .allow(MODIFY)
            .options(InterfaceOptions.parameters())
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Apply, String> APPLY = put(LIST_PATH, Apply.class, String.class)
            .summary("Apply what waits.")
            .allow(MODIFY)
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .build();

    public static final Endpoint<OfNode, Void> REVERT = delete(LIST_PATH, OfNode.class, Void.class)
            .summary("Forget what waits.")
            .allow(MODIFY)
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfInterface, Map> READ = get(ONE_PATH, OfInterface.class, Map.class)
            .summary("One interface, as it will be.")
            .allow(AUDIT)
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Update, Void> UPDATE = put(ONE_PATH, Update.class, Void.class)
            .summary("Change an interface's definition.")
            .allow(MODIFY)
            .options(InterfaceOptions.parameters())
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .build();

    public static final Endpoint<OfInterface, Void> DELETE = delete(ONE_PATH, OfInterface.class, Void.class)
            .summary("Take an interface's definition away.")
            .allow(MODIFY)
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .build();

    public static final Endpoint<OfNode, Waiting> WAITING = get(
                    "/coppice/nodes/{node}/network/confirm", OfNode.class, Waiting.class)
            .summary("Whether an applied change waits to be confirmed.")
            .allow(AUDIT)
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .build();

    public static final Endpoint<OfNode, Void> CONFIRM = post(
                    "/coppice/nodes/{node}/network/confirm", OfNode.class, Void.class)
            .summary("Keep the applied change, which would go back by itself.")
            .allow(MODIFY)
            .servedBy(Service.NETWORK)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL =
            List.of(LIST, CREATE, APPLY, REVERT, READ, UPDATE, DELETE, WAITING, CONFIRM);

    private NetworkApi() {}
}
