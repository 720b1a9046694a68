package io.coppice.gateway.call;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import java.util.List;

/** Tells which endpoints nobody needs to log in for. */
final class WorldOpen {
    private WorldOpen() {}

    static boolean to(Endpoint<?, ?> e) {
        return open(e.guard());
    }

    private static boolean open(Guard guard) {
        return switch (guard) {
            case Guard.World w -> true;
            case Guard.All a -> everyOpenOrRule(a.all());
            default -> false;
        };
    }

    /** Open to the world, with a rule for what it may do there. */
    private static boolean everyOpenOrRule(List<Guard> all) {
        return all.stream().anyMatch(WorldOpen::open) && all.stream().allMatch(g -> open(g) || g instanceof Guard.Rule);
    }
}
