package io.coppice.contract.api.guest;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Digest;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/lxc/{vmid}/config and …/pending */
public final class CtConfigApi {
    private static final String CONFIG = CtApi.ONE + "/config";

    /** A change that is made at once, and answers nothing. */
    public record Change(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "Options to take away.", format = "pve-configid-list")
            List<String> delete,

            @Param(value = "Only if the configuration still has this digest.", maxLength = 40)
            Optional<Digest> digest,

            @Param(value = "Pending changes to forget.", format = "pve-configid-list")
            List<String> revert,

            Settings options) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmConfigApi.Read, Map> READ = get(CONFIG, VmConfigApi.Read.class, Map.class)
            .summary("A container's configuration, with what is pending.")
            .allow(Guard.on("/vms/{vmid}", "VM.Audit"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Change, Void> CHANGE = put(CONFIG, Change.class, Void.class)
            .summary("Change a container's configuration.")
            .allow(Guard.all(
                    Guard.onAny(
                            "/vms/{vmid}",
                            "VM.Config.Disk",
                            "VM.Config.CPU",
                            "VM.Config.Memory",
                            "VM.Config.Network",
                            "VM.Config.Options"),
                    Guard.rule("changeCt", "The privilege of each option that is set, taken away or reverted.")))
            .options(GuestKind.LXC.parameters())
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmApi.OfVm, List> PENDING = get(CtApi.ONE + "/pending", VmApi.OfVm.class, List.class)
            .summary("A container's configuration, each option with what is pending of it.")
            .allow(Guard.on("/vms/{vmid}", "VM.Audit"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(READ, CHANGE, PENDING);

    private CtConfigApi() {}
}
