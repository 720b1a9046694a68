package io.coppice.auth;

import io.coppice.auth.grant.Grants;
import io.coppice.auth.group.Groups;
import io.coppice.auth.group.Roles;
import io.coppice.auth.key.TicketKeys;
import io.coppice.auth.login.BuiltInRealm;
import io.coppice.auth.login.HostTickets;
import io.coppice.auth.login.Realm;
import io.coppice.auth.login.Tickets;
import io.coppice.auth.pool.Memberships;
import io.coppice.auth.token.Tokens;
import io.coppice.auth.truth.AccessStore;
import io.coppice.auth.user.Users;
import io.coppice.contract.api.access.AccessApi;
import io.coppice.contract.api.access.GroupsApi;
import io.coppice.contract.api.access.HostTicketApi;
import io.coppice.contract.api.access.KeysInternalApi;
import io.coppice.contract.api.access.MembershipInternalApi;
import io.coppice.contract.api.access.RolesApi;
import io.coppice.contract.api.access.TicketApi;
import io.coppice.contract.api.access.TokensApi;
import io.coppice.contract.api.access.UsersApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.UserId;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The service's graph of objects, and the endpoints that lead into it. */
public final class AuthService {
    private final Tickets tickets;
    private final HostTickets hostTickets;
    private final Users users;
    private final Tokens tokens;
    private final Grants grants;
    private final Memberships memberships;
    private final Groups groups;
    private final Roles madeRoles;
    private final TicketKeys keys;
    private final InstantSource clock;

    /** Of a node that is never cut off from the truth. */
    public AuthService(
            NodeName here, Store store, StoreGatekeeper gatekeeper, TicketKeys keys, Realm pam, InstantSource clock) {
        this(here, store, gatekeeper, keys, pam, clock, () -> Duration.ZERO);
    }

    /**
     * @param here what a node that is in no cluster is called as one
     * @param pam vouches for the host's own users
     * @param silence for how long the node has been cut off from the truth
     */
    public AuthService(
            NodeName here,
            Store store,
            StoreGatekeeper gatekeeper,
            TicketKeys keys,
            Realm pam,
            InstantSource clock,
            Supplier<Duration> silence) {
        AccessStore access = new AccessStore(store);
        Map<String, Realm> realms = Map.of("pam", pam, "pve", new BuiltInRealm(access));
        this.tickets = new Tickets(here, access, realms, gatekeeper, keys::signer, clock, silence);
        this.hostTickets = new HostTickets(keys::signer, clock);
        this.users = new Users(access, realms);
        this.tokens = new Tokens(access);
        this.grants = new Grants(access, gatekeeper);
        this.memberships = new Memberships(access);
        this.groups = new Groups(access);
        this.madeRoles = new Roles(access);
        this.keys = keys;
        this.clock = clock;
    }

    public Routes routes() {
        Routes routes = new Routes()
                .serve(TicketApi.FORM, (caller, in) -> null)
                .serve(TicketApi.LOGIN, tickets::login)
                .serve(HostTicketApi.TICKET, (caller, in) -> hostTickets.make(caller))
                .rule("login", (caller, parameters) -> {})
                .serve(AccessApi.DOMAINS, (caller, in) -> domains())
                .rule("domains", (caller, parameters) -> {})
                .serve(AccessApi.ROLES, (caller, in) -> grants.roles())
                .serve(AccessApi.ROLE, (caller, in) -> grants.role(in.roleid()))
                .serve(AccessApi.PERMISSIONS, grants::permissions)
                .rule("permissions", (caller, parameters) -> {
                    Object asked = parameters.get("userid");
                    boolean own = asked == null
                            || asked.equals(caller.name())
                            || asked.toString().startsWith(caller.name() + "!");
                    if (!own) {
                        caller.require("/access", "Sys.Audit");
                    }
                })
                .serve(AccessApi.ACL, (caller, in) -> grants.acl(caller))
                .rule("acl", (caller, parameters) -> {})
                .serve(UsersApi.LIST, users::list)
                .rule("users", (caller, parameters) -> {})
                .serve(UsersApi.READ, (caller, in) -> users.read(in.userid()))
                .serve(TokensApi.LIST, (caller, in) -> tokens.list(in.userid()))
                .serve(TokensApi.READ, (caller, in) -> tokens.read(in))
                .serve(TokensApi.CREATE, tokens::create)
                .serve(TokensApi.UPDATE, tokens::update);
        return ofGroups(changes(routes));
    }

    private Routes ofGroups(Routes routes) {
        return routes.serve(GroupsApi.LIST, (caller, in) -> groups.list(caller))
                .rule("groups", (caller, parameters) -> {})
                .serve(GroupsApi.READ, (caller, in) -> groups.read(in.groupid()))
                .serve(GroupsApi.CREATE, (caller, in) -> {
                    groups.create(caller, in);
                    return null;
                })
                .serve(GroupsApi.UPDATE, (caller, in) -> {
                    groups.update(caller, in);
                    return null;
                })
                .serve(GroupsApi.DELETE, (caller, in) -> {
                    groups.delete(caller, in.groupid());
                    return null;
                })
                .serve(RolesApi.CREATE, (caller, in) -> {
                    madeRoles.create(caller, in);
                    return null;
                })
                .serve(RolesApi.UPDATE, (caller, in) -> {
                    madeRoles.update(caller, in);
                    return null;
                })
                .serve(RolesApi.DELETE, (caller, in) -> {
                    madeRoles.delete(caller, in.roleid());
                    return null;
                });
    }

    private Routes changes(Routes routes) {
        return routes.serve(TicketApi.PASSWORD, (caller, in) -> {
                    tickets.changePassword(caller, in);
                    return null;
                })
                .rule("password", (caller, parameters) -> {
                    boolean ofRoot = UserId.ROOT.toString().equals(parameters.get("userid"));
                    if (ofRoot && !caller.name().equals(UserId.ROOT.toString())) {
                        throw Refused.forbidden("user != root@pam", "");
                    }
                })
                .serve(AccessApi.CHANGE_ACL, (caller, in) -> {
                    grants.change(caller, in);
                    return null;
                })
                .serve(UsersApi.CREATE, (caller, in) -> {
                    users.create(caller, in);
                    return null;
                })
                .serve(UsersApi.UPDATE, (caller, in) -> {
                    users.update(caller, in);
                    return null;
                })
                .serve(UsersApi.DELETE, (caller, in) -> {
                    users.delete(caller, in.userid());
                    return null;
                })
                .serve(TokensApi.DELETE, (caller, in) -> {
                    tokens.delete(caller, in);
                    return null;
                })
                .serve(KeysInternalApi.RENEW, (caller, in) -> {
                    keys.renew(in.renewal(), caller.name(), clock.instant());
                    return null;
                })
                .serve(MembershipInternalApi.JOIN, (caller, in) -> {
                    memberships.join(caller.name(), in.vmid(), in.pool());
                    return null;
                })
                .serve(MembershipInternalApi.FORGET, (caller, in) -> {
                    memberships.forget(caller.name(), in.vmid());
                    return null;
                });
    }

    private static List<Map<String, Object>> domains() {
        return List.of(
                Map.of("realm", "pam", "type", "pam", "comment", "Linux PAM standard authentication"),
                Map.of("realm", "pve", "type", "pve", "comment", "Built-in users", "default", true));
    }
}
