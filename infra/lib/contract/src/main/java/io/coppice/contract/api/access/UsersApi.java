package io.coppice.contract.api.access;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /access/users */
public final class UsersApi {
    private static final String KEYS = "[0-9a-zA-Z!=]{0,4096}";

    public record ListUsers(
            @Param("Only those who may log in, or may not.") Optional<Boolean> enabled,

            @Param(value = "With groups and tokens.", otherwise = "0")
            boolean full) {}

    public record OfUser(@Param("The user.") UserId userid) {}

    public record Create(
            @Param("The user.") UserId userid,
            @Param(value = "A remark.", maxLength = 2048) Optional<String> comment,

            @Param(value = "The mail address.", format = "email-opt", maxLength = 254)
            Optional<String> email,

            @Param(value = "Whether it may log in.", otherwise = "1")
            boolean enable,

            @Param(value = "When it ends, 0 for never.", min = 0, unit = "Unix seconds")
            Optional<Long> expire,

            @Param(value = "First name.", maxLength = 1024) Optional<String> firstname,
            @Param(value = "Last name.", maxLength = 1024) Optional<String> lastname,

            @Param(value = "Groups to be in.", format = "pve-groupid-list")
            List<String> groups,

            @Param(value = "Keys of a former way of second factors.", pattern = KEYS)
            Optional<String> keys,

            @Param(value = "The first password.", minLength = 8, maxLength = 64, secret = true)
            Optional<String> password) {}

    public record Update(
            @Param("The user.") UserId userid,

            @Param(value = "Add the groups to those it is in.", requires = "groups")
            Optional<Boolean> append,

            @Param(value = "A remark.", maxLength = 2048) Optional<String> comment,

            @Param(value = "The mail address.", format = "email-opt", maxLength = 254)
            Optional<String> email,

            @Param(value = "Whether it may log in.", otherwise = "1")
            Optional<Boolean> enable,

            @Param(value = "When it ends, 0 for never.", min = 0, unit = "Unix seconds")
            Optional<Long> expire,

            @Param(value = "First name.", maxLength = 1024) Optional<String> firstname,
            @Param(value = "Last name.", maxLength = 1024) Optional<String> lastname,

            @Param(value = "Groups to be in.", format = "pve-groupid-list")
            Optional<String> groups,

            @Param(value = "Keys of a former way of second factors.", pattern = KEYS)
            Optional<String> keys) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<ListUsers, List> LIST = get("/access/users", ListUsers.class, List.class)
            .summary("The users that the caller may see.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule("users", "Oneself; all with User.Modify or Sys.Audit on /access/groups or theirs.")))
            .servedBy(Service.AUTH)
            .listed()
            .build();

    public static final Endpoint<Create, Void> CREATE = post("/access/users", Create.class, Void.class)
            .summary("Make a user.")
            .allow(Guard.all(
                    Guard.onRealmOfUser("Realm.AllocateUser"),
                    Guard.onGroupsOfUser(Guard.Groups.CREATE, "User.Modify")))
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfUser, Map> READ = get("/access/users/{userid}", OfUser.class, Map.class)
            .summary("A user.")
            .allow(Guard.onGroupsOfUser("User.Modify", "Sys.Audit"))
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<Update, Void> UPDATE = put("/access/users/{userid}", Update.class, Void.class)
            .summary("Change a user.")
            .allow(Guard.onGroupsOfUser(Guard.Groups.UPDATE, "User.Modify"))
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<OfUser, Void> DELETE = delete("/access/users/{userid}", OfUser.class, Void.class)
            .summary("Remove a user, with its tokens and grants.")
            .allow(Guard.all(Guard.onRealmOfUser("Realm.AllocateUser"), Guard.onGroupsOfUser("User.Modify")))
            .servedBy(Service.AUTH)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LIST, CREATE, READ, UPDATE, DELETE);

    private UsersApi() {}
}
