package io.coppice.contract.api.access;

import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import java.util.List;

/** What whoever takes a node out of the cluster asks of access: keys that it never saw. The gateway does not route it. */
public final class KeysInternalApi {
    public record Renew(
            @Param(value = "What the renewal is called; once it is done, asking again does nothing.", maxLength = 64)
            String renewal) {}

    public static final Endpoint<Renew, Void> RENEW = post("/coppice/internal/access/keys", Renew.class, Void.class)
            .summary("Make the keys anew that sign tickets; what older ones signed holds no more.")
            .allow(Guard.everyone())
            .servedBy(Service.AUTH)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(RENEW);

    private KeysInternalApi() {}
}
