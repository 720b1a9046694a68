package io.coppice.contract.api.guest;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.guest.VmOptions;
import io.coppice.contract.word.Digest;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/qemu/{vmid}/config and …/pending */
public final class VmConfigApi {
    private static final String CONFIG = VmApi.ONE + "/config";
    private static final Guard CHANGE = Guard.all(
            Guard.onAny(
                    "/vms/{vmid}",
                    "VM.Config.Disk",
                    "VM.Config.CDROM",
                    "VM.Config.CPU",
                    "VM.Config.Memory",
                    "VM.Config.Network",
                    "VM.Config.HWType",
                    "VM.Config.Options",
                    "VM.Config.Cloudinit"),
            Guard.rule("changeVm", "The privilege of each option that is set, taken away or reverted."));

    public record Read(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "What it runs with, without what is pending.", otherwise = "0")
            boolean current,

            @Param(value = "Of this snapshot.", format = "pve-configid", maxLength = 40)
            Optional<String> snapshot) {}

    /** A change that is made at once, and answers nothing. */
    public record Change(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "Options to take away.", format = "pve-configid-list")
            List<String> delete,

            @Param(value = "Only if the configuration still has this digest.", maxLength = 40)
            Optional<Digest> digest,

            @Param(value = "Remove unused volumes, not only the entry.", requires = "delete")
            Optional<Boolean> force,

            @Param(value = "Pending changes to forget.", format = "pve-configid-list")
            List<String> revert,

            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock,
            Settings options) {}

    /** The same as a task. */
    public record ChangeLater(
            @Param(
                    value = "How long to wait for the task's end.",
                    name = "background_delay",
                    min = 1,
                    max = 30,
                    unit = "s")
            Optional<Integer> backgroundDelay,

            @Param(value = "Storage for what is unpacked meanwhile.", name = "import-working-storage")
            Optional<StorageId> importWorkingStorage,

            Change change) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Read, Map> READ = get(CONFIG, Read.class, Map.class)
            .summary("A virtual machine's configuration, with what is pending.")
            .allow(Guard.on("/vms/{vmid}", "VM.Audit"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Change, Void> CHANGE_NOW = put(CONFIG, Change.class, Void.class)
            .summary("Change a virtual machine's configuration.")
            .allow(CHANGE)
            .options(VmOptions.parameters())
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<ChangeLater, String> CHANGE_LATER = post(CONFIG, ChangeLater.class, String.class)
            .summary("Change a virtual machine's configuration in a task.")
            .allow(CHANGE)
            .options(VmOptions.parameters())
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmApi.OfVm, List> PENDING = get(VmApi.ONE + "/pending", VmApi.OfVm.class, List.class)
            .summary("The configuration, value by value, with what is pending.")
            .allow(Guard.on("/vms/{vmid}", "VM.Audit"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(READ, CHANGE_NOW, CHANGE_LATER, PENDING);

    private VmConfigApi() {}
}
