package io.coppice.contract.api.cluster;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Service;
import java.util.List;

/** /coppice/cluster/level: which level of behaviour of the truth holds, and which the members' programs know. */
public final class LevelApi {
    private static final String PATH = "/coppice/cluster/level";

    public record None() {}

    /**
     * A member, as the leader sees it.
     *
     * @param knows the newest level that its program knows; 0 where that is not known
     */
    public record Member(String node, int knows) {}

    /**
     * @param level that holds
     * @param knows the newest that this node's program knows
     * @param leader the node that leads; empty where none is known
     * @param members all of them, where the leader is asked; elsewhere none
     */
    public record Level(int level, int knows, String leader, List<Member> members) {}

    public static final Endpoint<None, Level> READ = get(PATH, None.class, Level.class)
            .summary("Which level of the truth's behaviour holds, and which the nodes' programs know.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.NODE)
            .build();

    public static final Endpoint<None, Level> RAISE = post(PATH, None.class, Level.class)
            .summary("Raise the level to what all nodes' programs know; older programs cannot join from then on.")
            .allow(Guard.on("/", "Sys.Modify"))
            .servedBy(Service.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(READ, RAISE);

    private LevelApi() {}
}
