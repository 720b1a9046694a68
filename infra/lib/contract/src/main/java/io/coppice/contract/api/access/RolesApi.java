package io.coppice.contract.api.access;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import java.util.List;
import java.util.Optional;

/** /access/roles: making and changing them; they are read in {@link AccessApi} */
public final class RolesApi {
    private static final String ONE = "/access/roles/{roleid}";
    private static final Guard MODIFY = Guard.on("/access", "Sys.Modify");

    public record OfRole(
            @Param(value = "The role.", format = "pve-roleid")
            String roleid) {}

    public record Create(
            @Param(value = "The role.", format = "pve-roleid")
            String roleid,

            @Param(value = "Its privileges.", format = "pve-priv-list")
            Optional<String> privs) {}

    public record Update(
            @Param(value = "The role.", format = "pve-roleid")
            String roleid,

            @Param(value = "Add the privileges to those it has.", requires = "privs")
            Optional<Boolean> append,

            @Param(value = "Its privileges.", format = "pve-priv-list")
            Optional<String> privs) {}

    public static final Endpoint<Create, Void> CREATE = post("/access/roles", Create.class, Void.class)
            .summary("Make a role.")
            .allow(MODIFY)
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<Update, Void> UPDATE = put(ONE, Update.class, Void.class)
            .summary("Change a role's privileges.")
            .allow(MODIFY)
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<OfRole, Void> DELETE = delete(ONE, OfRole.class, Void.class)
            .summary("Remove a role, with the grants of it.")
            .allow(MODIFY)
            .servedBy(Service.AUTH)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(CREATE, UPDATE, DELETE);

    private RolesApi() {}
}
