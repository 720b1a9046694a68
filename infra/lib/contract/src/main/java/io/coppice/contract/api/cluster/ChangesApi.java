package io.coppice.contract.api.cluster;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import java.util.List;
import java.util.Optional;

/** /coppice/changes, and what a node's own services ask of how it stands to the truth. */
public final class ChangesApi {
    public record None() {}

    public record Asked(
            @Param(
                    value = "The change, as the answer names it that says its outcome is unknown.",
                    pattern = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
            String id) {}

    /**
     * What became of a change.
     *
     * @param outcome {@code done}, {@code refused} or {@code unknown}
     * @param revision of the truth that it made, where it is done
     * @param why it was refused, or is not known
     */
    public record Became(String id, String outcome, Optional<String> revision, Optional<String> why) {}

    /**
     * How long no leader was heard of.
     *
     * @param seconds 0 where one is heard of now, and where the node is in no cluster
     */
    public record Silence(long seconds) {}

    public static final Endpoint<Asked, Became> BECAME = get("/coppice/changes/{id}", Asked.class, Became.class)
            .summary("What became of a change whose outcome was unknown.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    public static final Endpoint<None, Silence> SILENCE = get("/coppice/internal/silence", None.class, Silence.class)
            .summary("For how long this node has been cut off from the truth.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(BECAME, SILENCE);

    private ChangesApi() {}
}
