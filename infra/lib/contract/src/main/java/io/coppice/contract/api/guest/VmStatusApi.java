package io.coppice.contract.api.guest;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.guest.VmOptions;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/qemu/{vmid}/status */
public final class VmStatusApi {
    private static final String STATUS = VmApi.ONE + "/status";
    private static final Guard POWER = Guard.on("/vms/{vmid}", "VM.PowerMgmt");

    public record Start(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "The processor, in place of the configured one.", name = "force-cpu")
            Optional<String> forceCpu,

            @Param("Where it migrates from.") Optional<NodeName> migratedfrom,

            @Param(value = "The network of the migration.", name = "migration_network", format = "CIDR")
            Optional<String> migrationNetwork,

            @Param(
                    value = "Whether the migration is encrypted.",
                    name = "migration_type",
                    values = {"secure", "insecure"})
            Optional<String> migrationType,

            @Param(value = "MTUs of the host's side.", name = "nets-host-mtu", pattern = "net\\d+=\\d+(,net\\d+=\\d+)*")
            Optional<String> netsHostMtu,

            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock,

            @Param(value = "Where its state comes from.", maxLength = 128)
            Optional<String> stateuri,

            @Param(value = "Storages by storage.", format = "storage-pair-list")
            Optional<String> targetstorage,

            @Param(value = "How long to wait at most.", min = 0, otherwise = "$max(30,memoryGiB)", unit = "s")
            Optional<Integer> timeout,

            @Param(value = "With the firewall's connections.", name = "with-conntrack-state", otherwise = "0")
            boolean withConntrackState) {}

    public record Stop(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "Leave its volumes active.", otherwise = "0")
            boolean keepActive,

            @Param("Where it migrates from.") Optional<NodeName> migratedfrom,

            @Param(value = "End a shutdown that is on its way.", name = "overrule-shutdown", otherwise = "0")
            boolean overruleShutdown,

            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock,

            @Param(value = "How long to wait at most.", min = 0, unit = "s")
            Optional<Integer> timeout) {}

    public record Shutdown(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "Stop it when it has not shut down in time.", otherwise = "0")
            boolean forceStop,

            @Param(value = "Leave its volumes active.", otherwise = "0")
            boolean keepActive,

            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock,

            @Param(value = "How long to wait at most.", min = 0, unit = "s")
            Optional<Integer> timeout) {}

    public record Reboot(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "How long to wait at most.", min = 0, unit = "s")
            Optional<Integer> timeout) {}

    public record Reset(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,
            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock) {}

    public record Suspend(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,
            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock,

            @Param(value = "Storage of its state.", requires = "todisk")
            Optional<StorageId> statestorage,

            @Param(value = "To disk, so that it uses no memory.", otherwise = "0")
            boolean todisk) {}

    public record Resume(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,
            @Param("Without looking at its configuration.") Optional<Boolean> nocheck,
            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmApi.OfVm, List> INDEX = get(STATUS, VmApi.OfVm.class, List.class)
            .summary("What can be done with a virtual machine's power.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmApi.OfVm, Map> CURRENT = get(STATUS + "/current", VmApi.OfVm.class, Map.class)
            .summary("How a virtual machine fares at this moment.")
            .allow(Guard.on("/vms/{vmid}", "VM.Audit"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Start, String> START = post(STATUS + "/start", Start.class, String.class)
            .summary("Start a virtual machine.")
            .allow(POWER)
            .options(List.of(VmOptions.of("machine").orElseThrow().parameter()))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Stop, String> STOP = power("stop", Stop.class, "Switch a virtual machine off.");
    public static final Endpoint<Shutdown, String> SHUTDOWN =
            power("shutdown", Shutdown.class, "Ask a virtual machine to shut down.");
    public static final Endpoint<Reboot, String> REBOOT =
            power("reboot", Reboot.class, "Shut a virtual machine down and start it, with what was pending.");
    public static final Endpoint<Reset, String> RESET = power("reset", Reset.class, "Press the reset button.");
    public static final Endpoint<Resume, String> RESUME = power("resume", Resume.class, "Let a suspended one go on.");

    public static final Endpoint<Suspend, String> SUSPEND = post(STATUS + "/suspend", Suspend.class, String.class)
            .summary("Pause a virtual machine, in memory or to disk.")
            .allow(Guard.all(
                    POWER,
                    Guard.rule(
                            "suspendVm",
                            "To disk: VM.Config.Disk on the guest and Datastore.AllocateSpace on the storage.")))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL =
            List.of(INDEX, CURRENT, START, STOP, SHUTDOWN, REBOOT, RESET, RESUME, SUSPEND);

    private static <I extends Record> Endpoint<I, String> power(String verb, Class<I> input, String summary) {
        return post(STATUS + "/" + verb, input, String.class)
                .summary(summary)
                .allow(POWER)
                .servedBy(Service.COMPUTE)
                .on(Place.NODE)
                .build();
    }

    private VmStatusApi() {}
}
