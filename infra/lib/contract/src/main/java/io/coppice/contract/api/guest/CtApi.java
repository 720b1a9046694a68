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
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/** /nodes/{node}/lxc and /nodes/{node}/lxc/{vmid} */
public final class CtApi {
    static final String ALL_CTS = "/nodes/{node}/lxc";
    static final String ONE = ALL_CTS + "/{vmid}";

    public record ListCts(@Param("The cluster node.") NodeName node) {}

    public record Create(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "The template, or the backup to restore from.", maxLength = 255)
            String ostemplate,

            @Param(value = "Limit of restoring.", min = 0, otherwise = "$restore-bwlimit-from-config", unit = "KiB/s")
            Optional<Double> bwlimit,

            @Param("Over one that is there.") Optional<Boolean> force,

            @Param(value = "Put it under high availability.", name = "ha-managed", otherwise = "0")
            boolean haManaged,

            @Param(value = "Go on although the template cannot be unpacked wholly.", name = "ignore-unpack-errors")
            Optional<Boolean> ignoreUnpackErrors,

            @Param(value = "The password of its root.", minLength = 5, secret = true)
            Optional<String> password,

            @Param("The pool that it shall be in.") Optional<PoolId> pool,
            @Param("It is a backup that is given.") Optional<Boolean> restore,

            @Param(value = "Public keys of its root, one a line.", name = "ssh-public-keys")
            Optional<String> sshPublicKeys,

            @Param(value = "Start it when it is made.", otherwise = "0")
            boolean start,

            @Param(value = "Storage of its root file system.", otherwise = "local")
            StorageId storage,

            @Param(value = "New addresses of network cards.", requires = "restore")
            Optional<Boolean> unique,

            Settings options) {}

    public record Destroy(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(
                    value = "Also volumes of it that its configuration does not name.",
                    name = "destroy-unreferenced-disks")
            Optional<Boolean> destroyUnreferencedDisks,

            @Param(value = "Although it runs.", otherwise = "0")
            boolean force,

            @Param(value = "Also from jobs, pools' lists and high availability.", otherwise = "0")
            boolean purge) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<ListCts, List> LIST = get(ALL_CTS, ListCts.class, List.class)
            .summary("The containers of a node.")
            .allow(Guard.all(Guard.everyone(), Guard.rule("listCts", "Those with VM.Audit on /vms/{vmid}.")))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .listed()
            .build();

    public static final Endpoint<Create, String> CREATE = post(ALL_CTS, Create.class, String.class)
            .summary("Make a container.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "createCt",
                            "VM.Allocate on /vms/{vmid} or on /pool/{pool}; the privilege of each option; "
                                    + "Datastore.AllocateSpace on each storage; SDN.Use on each bridge.")))
            .options(GuestKind.LXC.parameters())
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmApi.OfVm, List> INDEX = get(ONE, VmApi.OfVm.class, List.class)
            .summary("What there is of a container.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Destroy, String> DESTROY = delete(ONE, Destroy.class, String.class)
            .summary("Remove a container and its volumes.")
            .allow(Guard.on("/vms/{vmid}", "VM.Allocate"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmApi.OfVm, List> INTERFACES = get(ONE + "/interfaces", VmApi.OfVm.class, List.class)
            .summary("The network cards of a running container, with their addresses.")
            .allow(Guard.on("/vms/{vmid}", "VM.Audit"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LIST, CREATE, INDEX, DESTROY, INTERFACES);

    private CtApi() {}
}
