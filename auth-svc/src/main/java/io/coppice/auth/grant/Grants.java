package io.coppice.auth.grant;

import io.coppice.access.AclPermissions;
import io.coppice.access.Guards;
import io.coppice.access.Identity;
import io.coppice.access.Permissions;
import io.coppice.access.Privileges;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.api.access.AccessApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.TokenId;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.AclEntry;
import io.coppice.documents.access.TokenEntry;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.store.Change;
import io.coppice.store.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code /access/acl}, {@code /access/roles}, {@code /access/permissions}. */
public final class Grants {
    private static final List<String> ALWAYS_SHOWN =
            List.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms");
    private final AccessStore store;
    private final StoreGatekeeper gatekeeper;

    public Grants(AccessStore store, StoreGatekeeper gatekeeper) {
        this.store = store;
        this.gatekeeper = gatekeeper;
    }

    public List<Map<String, Object>> roles() {
        return allRoles(store.config()).entrySet().stream()
                .map(e -> Map.<String, Object>of(
                        "roleid",
                        e.getKey(),
                        "privs",
                        String.join(",", new TreeSet<>(e.getValue())),
                        "special",
                        Privileges.BUILT_IN_ROLES.containsKey(e.getKey())))
                .toList();
    }

    public Map<String, Object> role(String roleid) {
        Set<String> privileges = allRoles(store.config()).get(roleid);
        if (privileges == null) {
            throw Refused.notFound("role '" + roleid + "' does not exist");
        }
        return privileges.stream().sorted().collect(Collectors.toMap(p -> p, p -> 1, (a, b) -> a, LinkedHashMap::new));
    }

    private static Map<String, Set<String>> allRoles(AccessConfig config) {
        Map<String, Set<String>> all = new TreeMap<>(Privileges.BUILT_IN_ROLES);
        config.roles().values().forEach(r -> all.putIfAbsent(r.roleid(), r.privileges()));
        return all;
    }

    /** What the asked one may do, path by path; 1 where it holds below too. */
    public Map<String, Object> permissions(Caller caller, AccessApi.Permissions in) {
        Identity who = in.userid().map(this::identity).orElse(caller.identity());
        AccessConfig config = store.config();
        Set<String> paths = new TreeSet<>(
                in.path().map(p -> List.of(AccessConfig.normalPath(p))).orElse(ALWAYS_SHOWN));
        if (in.path().isEmpty()) {
            config.acl().forEach(e -> paths.add(e.path()));
            config.pools().values().forEach(pool -> {
                paths.add("/pool/" + pool.poolid());
                pool.vmids().forEach(v -> paths.add("/vms/" + v));
                pool.storages().forEach(s -> paths.add("/storage/" + s));
            });
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        Permissions permissions = gatekeeper.permissionsOf(who);
        for (String path : paths) {
            Map<String, Boolean> here = permissions instanceof AclPermissions acl
                    ? acl.privileges(path)
                    : Privileges.ALL.stream()
                            .filter(p -> permissions.may(path, p))
                            .collect(Collectors.toMap(p -> p, p -> true, (a, b) -> a, TreeMap::new));
            if (!here.isEmpty()) {
                answer.put(path, here);
            }
        }
        return answer;
    }

    private Identity identity(String name) {
        if (name.indexOf('!') < 0) {
            return new Identity.User(UserId.parse(name));
        }
        TokenEntry entry = store.config().tokens().get(name);
        return new Identity.Token(TokenId.parse(name), entry == null || entry.separated());
    }

    /** The grants on paths whose list the caller may change; all with Sys.Audit on /access. */
    public List<AccessApi.Grant> acl(Caller caller) {
        boolean all = caller.may("/access", "Sys.Audit");
        return store.config().acl().stream()
                .filter(e -> all || Guards.mayChangeAcl(caller.permissions(), e.path()))
                .map(e -> new AccessApi.Grant(
                        e.path(), e.kind().name().toLowerCase(Locale.ROOT), e.who(), e.roleid(), e.propagate()))
                .toList();
    }

    public void change(Caller caller, AccessApi.ChangeAcl in) {
        String path = AccessConfig.normalPath(in.path());
        if (!AclPaths.isKnown(path)) {
            throw Refused.badParameter("path", "invalid ACL path '" + in.path() + "'");
        }
        if (in.users().isEmpty() && in.groups().isEmpty() && in.tokens().isEmpty()) {
            throw Refused.badParameter("users", "either 'users', 'groups' or 'tokens' is required");
        }
        boolean delete = in.delete().orElse(false);
        store.write((image, config) -> {
            List<AclEntry> now = new ArrayList<>(config.aclOn(path));
            for (AclEntry named : named(config, caller, in, path, delete)) {
                now.removeIf(e -> sameSubjectAndRole(e, named));
                if (!delete) {
                    now.add(named);
                }
            }
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, section(path));
            put(change, path, now);
            return Optional.of(change.build());
        });
    }

    private static boolean sameSubjectAndRole(AclEntry a, AclEntry b) {
        return a.kind() == b.kind() && a.who().equals(b.who()) && a.roleid().equals(b.roleid());
    }

    private static List<AclEntry> named(
            AccessConfig config, Caller caller, AccessApi.ChangeAcl in, String path, boolean delete) {
        List<AclEntry> all = new ArrayList<>();
        for (String role : in.roles().split("[,;\\s]+")) {
            if (!delete && !allRoles(config).containsKey(role)) {
                throw Refused.notFound("role '" + role + "' does not exist");
            }
            if (!caller.may(path, "Permissions.Modify")) {
                requireOwn(config, caller, new AclEntry(path, AclEntry.Kind.USER, "", role, in.propagate()), delete);
            }
            for (String group : in.groups()) {
                if (!delete && !config.groups().containsKey(group)) {
                    throw Refused.notFound("group '" + group + "' does not exist");
                }
                all.add(new AclEntry(path, AclEntry.Kind.GROUP, group, role, in.propagate()));
            }
            for (String user : in.users()) {
                if (!delete && !config.users().containsKey(user) && !user.equals(UserId.ROOT.toString())) {
                    throw Refused.notFound("no such user ('" + user + "')");
                }
                all.add(new AclEntry(path, AclEntry.Kind.USER, user, role, in.propagate()));
            }
            for (String token : in.tokens()) {
                if (!delete && !config.tokens().containsKey(token)) {
                    throw Refused.notFound("no such token '" + token + "'");
                }
                all.add(new AclEntry(path, AclEntry.Kind.TOKEN, token, role, in.propagate()));
            }
        }
        return all;
    }

    /** Who may change the list without Permissions.Modify passes on, or takes, only what it has itself, as far as it has it. */
    private static void requireOwn(AccessConfig config, Caller caller, AclEntry wanted, boolean delete) {
        String verb = delete ? "remove" : "add";
        Set<String> privileges = allRoles(config).getOrDefault(wanted.roleid(), Set.of());
        boolean hasAll = privileges.stream().allMatch(p -> caller.may(wanted.path(), p));
        if (privileges.isEmpty() || !hasAll) {
            throw Refused.badParameter(
                    "role",
                    "Cannot " + verb + " role '" + wanted.roleid()
                            + "' - requires 'Permissions.Modify' or superset of privileges.");
        }
        if (!delete
                && wanted.propagate()
                && caller.permissions() instanceof AclPermissions acl
                && privileges.stream()
                        .anyMatch(p -> !acl.privileges(wanted.path()).getOrDefault(p, false))) {
            throw Refused.badParameter(
                    "role",
                    "Cannot add role '" + wanted.roleid()
                            + "' with propagation - requires 'Permissions.Modify' or propagated superset of privileges.");
        }
    }

    /** Takes out grants everywhere, as part of a change that removes whom they were for. */
    public static void without(Change.Builder change, Image image, AccessConfig config, Predicate<AclEntry> gone) {
        Set<String> paths =
                config.acl().stream().filter(gone).map(AclEntry::path).collect(Collectors.toSet());
        for (String path : paths) {
            AccessStore.expect(change, image, section(path));
            put(change, path, config.aclOn(path).stream().filter(gone.negate()).toList());
        }
    }

    private static void put(Change.Builder change, String path, List<AclEntry> entries) {
        if (entries.isEmpty()) {
            change.delete(section(path));
        } else {
            change.put(section(path), entries.stream().map(AclEntry::line).collect(Collectors.joining()));
        }
    }

    private static String section(String path) {
        return "user.cfg:acl:" + path;
    }
}
