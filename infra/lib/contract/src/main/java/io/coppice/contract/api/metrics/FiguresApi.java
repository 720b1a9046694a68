package io.coppice.contract.api.metrics;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import java.util.List;
import java.util.Optional;

/** /cluster/metrics/export and /coppice/figures: figures as they are, for those who come for them */
public final class FiguresApi {
    private static final Guard SEE = Guard.on("/", "Sys.Audit");

    public record None() {}

    public record Export(
            @Param(value = "Also what was, as far as it is in memory.", otherwise = "0")
            boolean history,

            @Param(value = "Only of this node.", name = "local-only", otherwise = "0")
            boolean localOnly,

            @Param(value = "Only of these nodes, separated by commas.", name = "node-list")
            Optional<String> nodeList,

            @Param(
                    value = "Only what was seen after this time, Unix seconds.",
                    name = "start-time",
                    otherwise = "0",
                    unit = "s")
            long startTime) {}

    /**
     * One figure at one time.
     *
     * @param id {@code qemu/100}, {@code node/pve1}, {@code storage/pve1/local}
     * @param type {@code gauge}, or {@code derive} for a count that grows until its object begins anew
     */
    public record Figure(String id, String metric, long timestamp, String type, Number value) {}

    public record Exported(List<Figure> data) {}

    public static final Endpoint<Export, Exported> EXPORT = get("/cluster/metrics/export", Export.class, Exported.class)
            .summary("Figures of nodes, guests and storages.")
            .allow(SEE)
            .servedBy(Service.METRICS)
            .build();

    /** Answers Prometheus' text format, without an envelope. */
    public static final Endpoint<None, Object> PROMETHEUS = get("/coppice/figures", None.class, Object.class)
            .summary("Figures of all nodes, guests and storages, for Prometheus.")
            .allow(SEE)
            .servedBy(Service.METRICS)
            .body(Body.DOWNLOAD)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(EXPORT, PROMETHEUS);

    private FiguresApi() {}
}
