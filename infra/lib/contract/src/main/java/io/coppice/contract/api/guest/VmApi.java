package io.coppice.contract.api.guest;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.guest.VmOptions;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/qemu and /nodes/{node}/qemu/{vmid} */
public final class VmApi {
    static final String ALL_VMS = "/nodes/{node}/qemu";
    static final String ONE = ALL_VMS + "/{vmid}";

    public record ListVms(
            @Param("The cluster node.") NodeName node,
            @Param("With figures that cost more.") Optional<Boolean> full) {}

    public record OfVm(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid) {}

    public record Create(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "A backup to restore from.", maxLength = 255)
            Optional<String> archive,

            @Param(value = "Limit of restoring.", min = 0, otherwise = "$restore-bwlimit-from-config", unit = "KiB/s")
            Optional<Long> bwlimit,

            @Param(value = "Put it under high availability.", name = "ha-managed", otherwise = "0")
            boolean haManaged,

            @Param(value = "Storage for what is unpacked meanwhile.", name = "import-working-storage")
            Optional<StorageId> importWorkingStorage,

            @Param(value = "Start while it is restored.", name = "live-restore")
            Optional<Boolean> liveRestore,

            @Param("The pool that it shall be in.") Optional<PoolId> pool,

            @Param(value = "Start it when it is made.", otherwise = "0")
            boolean start,

            @Param("Storage for disks that name none.") Optional<StorageId> storage,

            @Param(value = "New addresses of network cards.", requires = "archive")
            Optional<Boolean> unique,

            @Param(value = "Over one that is there.", requires = "archive")
            Optional<Boolean> force,

            Settings options) {}

    public record Destroy(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(
                    value = "Also volumes of it that its configuration does not name.",
                    name = "destroy-unreferenced-disks",
                    otherwise = "0")
            boolean destroyUnreferencedDisks,

            @Param("Also from jobs, pools' lists and high availability.")
            Optional<Boolean> purge,

            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock) {}

    public record CloneVm(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,
            @Param("The new guest.") Vmid newid,

            @Param(value = "Limit of copying.", min = 0, otherwise = "$clone-bwlimit-from-config", unit = "KiB/s")
            Optional<Long> bwlimit,

            @Param("Notes of the new one.") Optional<String> description,

            @Param(
                    value = "Format of the copies.",
                    values = {"raw", "qcow2", "vmdk"})
            Optional<String> format,

            @Param("Copy all disks.") Optional<Boolean> full,

            @Param(value = "Name of the new one.", format = "dns-name")
            Optional<String> name,

            @Param("The pool that it shall be in.") Optional<PoolId> pool,

            @Param(value = "The snapshot to clone.", format = "pve-configid", maxLength = 40)
            Optional<String> snapname,

            @Param("Storage of the copies.") Optional<StorageId> storage,
            @Param("The node that it shall be on.") Optional<NodeName> target) {}

    public record Exec(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,
            @Param("The program and its arguments.") List<String> command,

            @Param(value = "What it reads.", name = "input-data", maxLength = 65536)
            Optional<String> input) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<ListVms, List> LIST = get(ALL_VMS, ListVms.class, List.class)
            .summary("The virtual machines of a node.")
            .allow(Guard.all(Guard.everyone(), Guard.rule("listVms", "Those with VM.Audit on /vms/{vmid}.")))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .listed()
            .build();

    public static final Endpoint<Create, String> CREATE = post(ALL_VMS, Create.class, String.class)
            .summary("Make a virtual machine.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "createVm",
                            "VM.Allocate on /vms/{vmid} or on /pool/{pool}; the privilege of each option; "
                                    + "Datastore.AllocateSpace on each storage; SDN.Use on each bridge.")))
            .options(VmOptions.parameters())
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfVm, List> INDEX = get(ONE, OfVm.class, List.class)
            .summary("What there is of a virtual machine.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Destroy, String> DESTROY = delete(ONE, Destroy.class, String.class)
            .summary("Remove a virtual machine and its disks.")
            .allow(Guard.on("/vms/{vmid}", "VM.Allocate"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<CloneVm, String> CLONE = post(ONE + "/clone", CloneVm.class, String.class)
            .summary("Copy a virtual machine.")
            .allow(Guard.all(
                    Guard.on("/vms/{vmid}", "VM.Clone"),
                    Guard.any(
                            Guard.on("/vms/{newid}", "VM.Allocate"),
                            Guard.on("/pool/{pool}", "VM.Allocate").whenGiven("pool")),
                    Guard.rule(
                            "cloneVm", "Datastore.AllocateSpace on the storages that are used; SDN.Use on bridges.")))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Exec, Map> EXEC = post(ONE + "/agent/exec", Exec.class, Map.class)
            .summary("Run a program in the guest by its agent.")
            .allow(Guard.on("/vms/{vmid}", "VM.GuestAgent.Unrestricted"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LIST, CREATE, INDEX, DESTROY, CLONE, EXEC);

    private VmApi() {}
}
