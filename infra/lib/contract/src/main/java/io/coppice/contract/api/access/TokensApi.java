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

/** /access/users/{userid}/token */
public final class TokensApi {
    private static final String PATH = "/access/users/{userid}/token";
    private static final String ONE = PATH + "/{tokenid}";
    private static final String NAME = "(?:[A-Za-z][A-Za-z0-9\\.\\-_]+)";
    private static final Guard OWN_OR_ADMIN = Guard.any(Guard.self(), Guard.onGroupsOfUser("User.Modify"));

    public record OfUser(@Param("The user.") UserId userid) {}

    public record OfToken(
            @Param("The user.") UserId userid,

            @Param(value = "The token's name.", pattern = NAME)
            String tokenid) {}

    public record Create(
            @Param("The user.") UserId userid,

            @Param(value = "The token's name.", pattern = NAME)
            String tokenid,

            @Param("A remark.") Optional<String> comment,

            @Param(value = "When it ends, 0 for never.", min = 0, otherwise = "$user.expire", unit = "Unix seconds")
            Optional<Long> expire,

            @Param(value = "Only the privileges given to the token itself.", otherwise = "1")
            boolean privsep) {}

    public record Update(
            @Param("The user.") UserId userid,

            @Param(value = "The token's name.", pattern = NAME)
            String tokenid,

            @Param("A remark.") Optional<String> comment,

            @Param(value = "Properties to take away.", format = "pve-configid-list")
            List<String> delete,

            @Param(value = "When it ends, 0 for never.", min = 0, otherwise = "$user.expire", unit = "Unix seconds")
            Optional<Long> expire,

            @Param(value = "Only the privileges given to the token itself.", otherwise = "1")
            Optional<Boolean> privsep,

            @Param(value = "Make a new secret; the old one ends.", otherwise = "0")
            boolean regenerate) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfUser, List> LIST = get(PATH, OfUser.class, List.class)
            .summary("A user's API tokens.")
            .allow(OWN_OR_ADMIN)
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfToken, Map> READ = get(ONE, OfToken.class, Map.class)
            .summary("An API token.")
            .allow(OWN_OR_ADMIN)
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Create, Map> CREATE = post(ONE, Create.class, Map.class)
            .summary("Make an API token; its secret is shown this once.")
            .allow(OWN_OR_ADMIN)
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Update, Map> UPDATE = put(ONE, Update.class, Map.class)
            .summary("Change an API token.")
            .allow(OWN_OR_ADMIN)
            .servedBy(Service.AUTH)
            .build();

    public static final Endpoint<OfToken, Void> DELETE = delete(ONE, OfToken.class, Void.class)
            .summary("Remove an API token, with its grants.")
            .allow(OWN_OR_ADMIN)
            .servedBy(Service.AUTH)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LIST, READ, CREATE, UPDATE, DELETE);

    private TokensApi() {}
}
