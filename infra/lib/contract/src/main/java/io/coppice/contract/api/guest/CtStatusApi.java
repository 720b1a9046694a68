package io.coppice.contract.api.guest;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/lxc/{vmid}/status/… */
public final class CtStatusApi {
    private static final String STATUS = CtApi.ONE + "/status";

    public record Start(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "Log its start in detail.", otherwise = "0")
            boolean debug,

            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock) {}

    public record Stop(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "End a shutdown that is on its way.", name = "overrule-shutdown", otherwise = "0")
            boolean overruleShutdown,

            @Param("Although it is locked; root@pam alone.") Optional<Boolean> skiplock) {}

    public record Shutdown(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "Stop it when it has not shut down in time.", otherwise = "0")
            boolean forceStop,

            @Param(value = "How long to wait at most.", min = 0, otherwise = "60", unit = "s")
            int timeout) {}

    public record Reboot(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "How long to wait at most.", min = 0, unit = "s")
            Optional<Integer> timeout) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmApi.OfVm, List> INDEX = get(STATUS, VmApi.OfVm.class, List.class)
            .summary("What can be done with a container's power.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<VmApi.OfVm, Map> CURRENT = get(STATUS + "/current", VmApi.OfVm.class, Map.class)
            .summary("How a container fares at this moment.")
            .allow(Guard.on("/vms/{vmid}", "VM.Audit"))
            .servedBy(Service.COMPUTE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Start, String> START = power("start", Start.class, "Start a container.");
    public static final Endpoint<Stop, String> STOP = power("stop", Stop.class, "Switch a container off.");
    public static final Endpoint<Shutdown, String> SHUTDOWN =
            power("shutdown", Shutdown.class, "Ask a container to shut down.");
    public static final Endpoint<Reboot, String> REBOOT =
            power("reboot", Reboot.class, "Shut a container down and start it, with what was pending.");
    public static final Endpoint<VmApi.OfVm, String> SUSPEND =
            power("suspend", VmApi.OfVm.class, "Freeze a container.");
    public static final Endpoint<VmApi.OfVm, String> RESUME =
            power("resume", VmApi.OfVm.class, "Let a frozen one go on.");

    public static final List<Endpoint<?, ?>> ALL =
            List.of(INDEX, CURRENT, START, STOP, SHUTDOWN, REBOOT, SUSPEND, RESUME);

    private static <I extends Record> Endpoint<I, String> power(String verb, Class<I> input, String summary) {
        return post(STATUS + "/" + verb, input, String.class)
                .summary(summary)
                .allow(Guard.on("/vms/{vmid}", "VM.PowerMgmt"))
                .servedBy(Service.COMPUTE)
                .on(Place.NODE)
                .build();
    }

    private CtStatusApi() {}
}
