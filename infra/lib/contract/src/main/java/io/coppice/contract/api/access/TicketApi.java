package io.coppice.contract.api.access;

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

/** /access/ticket and /access/password */
public final class TicketApi {
    public record None() {}

    public record Login(
            @Param(value = "The user, with its realm or without.", maxLength = 64)
            String username,

            @Param(value = "The password, a ticket that still holds, or a second factor's answer.", secret = true)
            String password,

            @Param(value = "The realm, where the user's name has none.", format = "pve-realm", maxLength = 32)
            Optional<String> realm,

            @Param(value = "A one-time password of a former way of second factors.", secret = true)
            Optional<String> otp,

            @Param(
                    value = "The ticket of the first phase, where a second factor is asked for.",
                    name = "tfa-challenge",
                    secret = true)
            Optional<String> tfaChallenge,

            @Param(value = "Ticket of the present form.", name = "new-format", otherwise = "1")
            boolean newFormat,

            @Param(
                    value = "Only checks that these privileges are there…",
                    format = "pve-priv-list",
                    maxLength = 64,
                    requires = "path")
            List<String> privs,

            @Param(value = "…on this ACL path.", maxLength = 64, requires = "privs")
            Optional<String> path) {}

    public record Password(
            @Param("Whose password it is.") UserId userid,

            @Param(value = "The new password.", minLength = 8, maxLength = 64, secret = true)
            String password,

            @Param(
                    value = "The caller's own password, to confirm.",
                    name = "confirmation-password",
                    minLength = 5,
                    maxLength = 64,
                    secret = true)
            Optional<String> confirmation) {}

    public static final Endpoint<None, Void> FORM = get("/access/ticket", None.class, Void.class)
            .summary("Answers nothing; for clients that look whether there is a login.")
            .allow(Guard.world())
            .servedBy(Service.AUTH)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Login, Map> LOGIN = post("/access/ticket", Login.class, Map.class)
            .summary("Log in, renew a ticket, or check a password.")
            .allow(Guard.all(
                    Guard.world(), Guard.rule("login", "Whoever knows the password, or holds a ticket to renew.")))
            .servedBy(Service.AUTH)
            .noTokens()
            .build();

    public static final Endpoint<Password, Void> PASSWORD = put("/access/password", Password.class, Void.class)
            .summary("Change a password.")
            .allow(Guard.all(
                    Guard.any(
                            Guard.self(),
                            Guard.all(Guard.onRealmOfUser("Realm.AllocateUser"), Guard.onGroupsOfUser("User.Modify"))),
                    Guard.rule("password", "Only root@pam changes the password of root@pam.")))
            .servedBy(Service.AUTH)
            .noTokens()
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(FORM, LOGIN, PASSWORD);

    private TicketApi() {}
}
