package io.coppice.contract.api.access;

import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.Vmid;
import java.util.List;

/** What services that have guests ask of access: pools and grants are its own to write. The gateway does not route it. */
public final class MembershipInternalApi {
    private static final String ROOT = "/coppice/internal/access";

    public record Join(
            @Param("The guest.") Vmid vmid,
            @Param("The pool.") PoolId pool) {}

    public record Forget(@Param("The guest.") Vmid vmid) {}

    public static final Endpoint<Join, Void> JOIN = post(ROOT + "/join", Join.class, Void.class)
            .summary("Put a guest into a pool, out of any other; nothing happens where it is in it.")
            .allow(Guard.everyone())
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<Forget, Void> FORGET = post(ROOT + "/forget", Forget.class, Void.class)
            .summary("Take a guest that is gone out of its pool, and the grants on it away.")
            .allow(Guard.everyone())
            .servedBy(Service.AUTH)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(JOIN, FORGET);

    private MembershipInternalApi() {}
}
