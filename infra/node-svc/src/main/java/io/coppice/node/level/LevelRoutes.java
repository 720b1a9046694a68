package io.coppice.node.level;

import io.coppice.contract.api.cluster.LevelApi;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Membership;
import java.io.IOException;

/** /coppice/cluster/level. */
public final class LevelRoutes {
    private final Membership standing;

    public LevelRoutes(Membership standing) {
        this.standing = standing;
    }

    public Routes routes() {
        return new Routes()
                .serve(LevelApi.READ, (caller, in) -> level())
                .serve(LevelApi.RAISE, (caller, in) -> raised());
    }

    LevelApi.Level level() {
        return new LevelApi.Level(
                standing.level(),
                standing.knows(),
                standing.leader().map(LevelRoutes::node).orElse(""),
                standing.standings().stream()
                        .map(s -> new LevelApi.Member(node(s.member()), s.level()))
                        .toList());
    }

    LevelApi.Level raised() {
        if (standing.role() != Membership.Role.LEADS) {
            throw Refused.conflict("the level is raised on the node that leads, which is "
                    + standing.leader().map(LevelRoutes::node).orElse("not known"));
        }
        try {
            standing.raise();
        } catch (IOException e) {
            throw Refused.conflict("cannot raise the level: " + e.getMessage());
        }
        return level();
    }

    /** A member's name is its node's, a dash, and what makes it new. */
    private static String node(String member) {
        return member.substring(0, Math.max(0, member.lastIndexOf('-')));
    }
}
