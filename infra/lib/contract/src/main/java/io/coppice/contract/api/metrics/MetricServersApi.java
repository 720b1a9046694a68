package io.coppice.contract.api.metrics;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.metrics.ServerKind;
import io.coppice.contract.metrics.ServerOptions;
import io.coppice.contract.word.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /cluster/metrics/server: where figures are sent to */
public final class MetricServersApi {
    private static final String LIST_PATH = "/cluster/metrics/server";
    private static final String ONE = LIST_PATH + "/{id}";
    private static final Guard SEE = Guard.on("/", "Sys.Audit");
    private static final Guard CHANGE = Guard.on("/", "Sys.Modify");

    public record None() {}

    public record OfServer(
            @Param(value = "The metric server.", format = "pve-configid")
            String id) {}

    public record Create(
            @Param(value = "The metric server.", format = "pve-configid")
            String id,

            @Param(value = "Its kind.", format = "pve-configid")
            ServerKind type,

            Settings options) {}

    public record Update(
            @Param(value = "The metric server.", format = "pve-configid")
            String id,

            @Param(value = "Options to take away.", format = "pve-configid-list", maxLength = 4096)
            List<String> delete,

            @Param("Only if the section still has this digest.")
            Optional<Digest> digest,

            Settings options) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> INDEX = get("/cluster/metrics", None.class, List.class)
            .summary("What there is of metrics.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> LIST = get(LIST_PATH, None.class, List.class)
            .summary("The metric servers.")
            .allow(SEE)
            .servedBy(Service.METRICS)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfServer, Map> READ = get(ONE, OfServer.class, Map.class)
            .summary("A metric server's definition, without its token.")
            .allow(SEE)
            .servedBy(Service.METRICS)
            .build();

    public static final Endpoint<Create, Void> CREATE = post(ONE, Create.class, Void.class)
            .summary("Define a metric server, once it answers, as far as its protocol answers.")
            .allow(CHANGE)
            .options(ServerOptions.all())
            .servedBy(Service.METRICS)
            .build();

    public static final Endpoint<Update, Void> UPDATE = put(ONE, Update.class, Void.class)
            .summary("Change a metric server's definition.")
            .allow(CHANGE)
            .options(ServerOptions.all())
            .servedBy(Service.METRICS)
            .build();

    public static final Endpoint<OfServer, Void> DELETE = delete(ONE, OfServer.class, Void.class)
            .summary("Forget a metric server.")
            .allow(CHANGE)
            .servedBy(Service.METRICS)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(INDEX, LIST, READ, CREATE, UPDATE, DELETE);

    private MetricServersApi() {}
}
