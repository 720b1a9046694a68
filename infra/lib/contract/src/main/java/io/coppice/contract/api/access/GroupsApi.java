package io.coppice.contract.api.access;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /access/groups */
public final class GroupsApi {
    private static final String ONE = "/access/groups/{groupid}";
    private static final Guard ALLOCATE = Guard.on("/access/groups", "Group.Allocate");

    public record None() {}

    public record OfGroup(
            @Param(value = "The group.", format = "pve-groupid")
            String groupid) {}

    public record Group(
            @Param(value = "The group.", format = "pve-groupid")
            String groupid,

            @Param("A remark.") Optional<String> comment) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> LIST = get("/access/groups", None.class, List.class)
            .summary("The groups that the caller may see.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "groups",
                            "Those with Group.Allocate, User.Modify or Sys.Audit on /access/groups/<group>.")))
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<Group, Void> CREATE = post("/access/groups", Group.class, Void.class)
            .summary("Make a group.")
            .allow(ALLOCATE)
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfGroup, Map> READ = get(ONE, OfGroup.class, Map.class)
            .summary("A group and its members.")
            .allow(Guard.onAny("/access/groups", "Sys.Audit", "Group.Allocate"))
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<Group, Void> UPDATE = put(ONE, Group.class, Void.class)
            .summary("Change a group's remark.")
            .allow(ALLOCATE)
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<OfGroup, Void> DELETE = delete(ONE, OfGroup.class, Void.class)
            .summary("Remove a group, with its grants.")
            .allow(ALLOCATE)
            .servedBy(Service.AUTH)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LIST, CREATE, READ, UPDATE, DELETE);

    private GroupsApi() {}
}
