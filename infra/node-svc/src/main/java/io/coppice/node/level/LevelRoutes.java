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

    /** The answer has the level that holds at the leader, which may come to this node a moment later. */
    LevelApi.Level raised() {
        try {
            int level = standing.raise();
            LevelApi.Level here = level();
            return new LevelApi.Level(level, here.knows(), here.leader(), here.members());
        } catch (IOException e) {
            throw Refused.conflict("cannot raise the level: " + e.getMessage());
        }
    }

    /** A member's name is its node's, a dash, and what makes it new. */
    private static String node(String member) {
        return member.substring(0, Math.max(0, member.lastIndexOf('-')));
    }
}
