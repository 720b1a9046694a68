package io.coppice.contract.api.guest;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/qemu/{vmid}/migrate and /nodes/{node}/lxc/{vmid}/migrate */
public final class MigrateApi {
    public record Look(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,
            @Param("The node that it might go to.") Optional<NodeName> target) {}

    public record MoveVm(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,
            @Param("The node that it goes to.") NodeName target,

            @Param(value = "Limit of copying.", min = 0, otherwise = "$migrate-bwlimit-from-config", unit = "KiB/s")
            Optional<Integer> bwlimit,

            @Param("Although it uses devices of this host; root@pam alone.")
            Optional<Boolean> force,

            @Param(
                    value = "The network that the copy goes over; root@pam alone.",
                    name = "migration_network",
                    format = "CIDR")
            Optional<String> migrationNetwork,

            @Param(
                    value = "Whether the copy is encrypted; root@pam alone.",
                    name = "migration_type",
                    values = {"secure", "insecure"})
            Optional<String> migrationType,

            @Param("While it runs.") Optional<Boolean> online,

            @Param(value = "Storages by storage; one alone for all, 1 for each its own.", format = "storage-pair-list")
            Optional<String> targetstorage,

            @Param(value = "Take connections that are tracked along.", name = "with-conntrack-state", otherwise = "0")
            boolean withConntrackState,

            @Param(value = "Take local disks along while it runs.", name = "with-local-disks")
            Optional<Boolean> withLocalDisks) {}

    public record MoveCt(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,
            @Param("The node that it goes to.") NodeName target,

            @Param(value = "Limit of copying.", min = 0, otherwise = "$migrate-bwlimit-from-config", unit = "KiB/s")
            Optional<Double> bwlimit,

            @Param("While it runs.") Optional<Boolean> online,

            @Param("Shut it down first, and start it over there.")
            Optional<Boolean> restart,

            @Param(
                    value = "Storages by storage; one alone for all, 1 for each its own.",
                    name = "target-storage",
                    format = "storage-pair-list")
            Optional<String> targetStorage,

            @Param(value = "How long to wait for its shutdown at most.", otherwise = "180", unit = "s")
            int timeout) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Look, Map> LOOK_VM = get(VmApi.ONE + "/migrate", Look.class, Map.class)
            .summary("What stands in the way of moving a virtual machine to another node.")
            .allow(Guard.on("/vms/{vmid}", "VM.Migrate"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<MoveVm, String> MOVE_VM = post(VmApi.ONE + "/migrate", MoveVm.class, String.class)
            .summary("Move a virtual machine to another node.")
            .allow(Guard.on("/vms/{vmid}", "VM.Migrate"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Look, Map> LOOK_CT = get(CtApi.ONE + "/migrate", Look.class, Map.class)
            .summary("What stands in the way of moving a container to another node.")
            .allow(Guard.on("/vms/{vmid}", "VM.Migrate"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<MoveCt, String> MOVE_CT = post(CtApi.ONE + "/migrate", MoveCt.class, String.class)
            .summary("Move a container to another node.")
            .allow(Guard.on("/vms/{vmid}", "VM.Migrate"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LOOK_VM, MOVE_VM, LOOK_CT, MOVE_CT);

    private MigrateApi() {}
}
