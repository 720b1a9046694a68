package io.coppice.contract.api.node;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Service;
import java.util.ArrayList;
import java.util.List;

/** /coppice/health and /coppice/metrics: how the services themselves fare. */
public final class HealthApi {
    /** The services that have a process or a part of one on every node. */
    public static final List<Service> SERVICES = List.of(
            Service.AUTH,
            Service.STORAGE,
            Service.NETWORK,
            Service.COMPUTE,
            Service.BACKUP,
            Service.METRICS,
            Service.NODE);

    public record None() {}

    /**
     * One service.
     *
     * @param healthy whether it answers
     * @param ready whether it has started to its end
     * @param why it is not; empty where all is well
     */
    public record Health(String service, boolean healthy, boolean ready, String why) {}

    /**
     * What a service says of itself.
     *
     * @param metrics of its process in Prometheus' text format; empty where another service of that process has them
     */
    public record Seen(boolean ready, String why, String metrics) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> HEALTH = get("/coppice/health", None.class, List.class)
            .summary("Which services of the node answer, and which have started.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    /** Answers Prometheus' text format, without an envelope. */
    public static final Endpoint<None, Object> METRICS = get("/coppice/metrics", None.class, Object.class)
            .summary("Metrics of all processes of the node, for Prometheus.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.NODE)
            .body(Body.DOWNLOAD)
            .build();

    private static final List<Endpoint<None, Seen>> SEEN =
            SERVICES.stream().map(HealthApi::ask).toList();

    public static final List<Endpoint<?, ?>> ALL = all();

    private HealthApi() {}

    /** What the node's service asks another. */
    public static Endpoint<None, Seen> seen(Service service) {
        return SEEN.get(SERVICES.indexOf(service));
    }

    private static Endpoint<None, Seen> ask(Service service) {
        return get("/coppice/internal/seen/" + service.label(), None.class, Seen.class)
                .summary("How a service fares; for the node's own service.")
                .allow(Guard.everyone())
                .servedBy(service)
                .build();
    }

    private static List<Endpoint<?, ?>> all() {
        List<Endpoint<?, ?>> all = new ArrayList<>(List.of(HEALTH, METRICS));
        all.addAll(SEEN);
        return List.copyOf(all);
    }
}
