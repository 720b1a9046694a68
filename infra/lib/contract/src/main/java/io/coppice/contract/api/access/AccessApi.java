package io.coppice.contract.api.access;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /access: realms, roles, permissions and the access control list */
public final class AccessApi {
    public record None() {}

    public record OfRole(
            @Param(value = "The role.", format = "pve-roleid")
            String roleid) {}

    public record Permissions(
            @Param(
                    value = "A user or token; the caller where it is left out.",
                    pattern =
                            "(?:^(?:[^\\s:/]+)\\@(?:[A-Za-z][A-Za-z0-9\\.\\-_]+)(?:!(?:[A-Za-z][A-Za-z0-9\\.\\-_]+))?$)")
            Optional<String> userid,

            @Param("Only this path; all that there are grants on where it is left out.")
            Optional<String> path) {}

    public record ChangeAcl(
            @Param("The ACL path.") String path,

            @Param(value = "The roles to give or take.", format = "pve-roleid-list")
            String roles,

            @Param(value = "To users.", format = "pve-userid-list")
            List<String> users,

            @Param(value = "To groups.", format = "pve-groupid-list")
            List<String> groups,

            @Param(value = "To API tokens.", format = "pve-tokenid-list")
            List<String> tokens,

            @Param(value = "Below the path too.", otherwise = "1")
            boolean propagate,

            @Param("Take away, not give.") Optional<Boolean> delete) {}

    /** One grant. */
    public record Grant(String path, String type, String ugid, String roleid, boolean propagate) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> INDEX = get("/access", None.class, List.class)
            .summary("What there is of users and permissions.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> DOMAINS = get("/access/domains", None.class, List.class)
            .summary("The realms that one can log in with.")
            .allow(Guard.all(Guard.world(), Guard.rule("domains", "Anyone may see names and comments of realms.")))
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> ROLES = get("/access/roles", None.class, List.class)
            .summary("The roles and their privileges.")
            .allow(Guard.everyone())
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfRole, Map> ROLE = get("/access/roles/{roleid}", OfRole.class, Map.class)
            .summary("A role's privileges.")
            .allow(Guard.everyone())
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Permissions, Map> PERMISSIONS = get(
                    "/access/permissions", Permissions.class, Map.class)
            .summary("What a user or token may do.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule("permissions", "One's own, and those of others with Sys.Audit on /access.")))
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> ACL = get("/access/acl", None.class, List.class)
            .summary("The grants that the caller may change.")
            .allow(Guard.all(
                    Guard.everyone(), Guard.rule("acl", "Only grants on paths whose ACL the caller may change.")))
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<ChangeAcl, Void> CHANGE_ACL = put("/access/acl", ChangeAcl.class, Void.class)
            .summary("Give or take roles on a path.")
            .allow(Guard.mayChangeAcl("{path}"))
            .servedBy(Service.AUTH)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(INDEX, DOMAINS, ROLES, ROLE, PERMISSIONS, ACL, CHANGE_ACL);

    private AccessApi() {}
}
