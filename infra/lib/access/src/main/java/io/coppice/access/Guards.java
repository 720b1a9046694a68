package io.coppice.access;

import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides guards from who calls and what it sent. */
public final class Guards {
    private final Identity caller;
    private final Permissions permissions;
    private final AccessConfig config;
    private final Map<String, Object> parameters;

    private Guards(Identity caller, Permissions permissions, AccessConfig config, Map<String, Object> parameters) {
        this.caller = caller;
        this.permissions = permissions;
        this.config = config;
        this.parameters = parameters;
    }

    /**
     * Decides all but the rules.
     *
     * @return the rules that are left
     * @throws Refused with the path and privileges that are missing
     */
    public static List<Guard.Rule> decide(
            Guard guard,
            Identity caller,
            Permissions permissions,
            AccessConfig config,
            Map<String, Object> parameters) {
        return new Guards(caller, permissions, config, parameters).require(guard);
    }

    /** Whether the ACL of a path may be changed: also by who may make and remove what lies there. */
    public static boolean mayChangeAcl(Permissions permissions, String path) {
        String normal = AccessConfig.normalPath(path);
        return aclPrivileges(normal).stream().anyMatch(p -> permissions.may(normal, p));
    }

    /** The rules that are left. Of alternatives the first that passes without one holds, else the first with some. */
    private List<Guard.Rule> require(Guard guard) {
        return switch (guard) {
            case Guard.Rule r -> List.of(r);
            case Guard.All a ->
                a.all().stream().map(this::require).flatMap(List::stream).toList();
            case Guard.Any a -> requireOne(a.any());
            default -> {
                Optional<Refused> refused = refusal(guard);
                if (refused.isPresent()) {
                    throw refused.get();
                }
                yield List.of();
            }
        };
    }

    private List<Guard.Rule> requireOne(List<Guard> alternatives) {
        List<Guard.Rule> withRules = List.of();
        Refused first = Refused.forbidden("", "");
        boolean none = true;
        for (Guard g : alternatives) {
            try {
                List<Guard.Rule> left = require(g);
                if (left.isEmpty()) {
                    return left;
                }
                withRules = withRules.isEmpty() ? left : withRules;
            } catch (Refused r) {
                first = none ? r : first;
                none = false;
            }
        }
        if (withRules.isEmpty()) {
            throw first;
        }
        return withRules;
    }

    /** Empty when the guard lets the caller pass. */
    private Optional<Refused> refusal(Guard guard) {
        if (caller instanceof Identity.Internal) {
            return Optional.empty();
        }
        return switch (guard) {
            case Guard.World w -> Optional.empty();
            case Guard.Everyone e ->
                caller instanceof Identity.Nobody
                        ? Optional.of(new Refused(new Failure.Unauthenticated("No ticket")))
                        : Optional.empty();
            case Guard.RootOnly r ->
                isRoot() ? Optional.empty() : Optional.of(Refused.forbidden("user != root@pam", ""));
            case Guard.Perm p -> perm(p);
            case Guard.Self s ->
                caller.name().equals(userid()) ? Optional.empty() : Optional.of(Refused.forbidden("", ""));
            case Guard.OnRealmOfUser r -> on("/access/realm/" + realm(), List.of(r.privilege()), false);
            case Guard.OnGroupsOfUser g -> groups(g);
            case Guard.MayChangeAcl m -> acl(fill(m.path()));
            case Guard.All a -> throw new IllegalArgumentException("decided by its parts: " + a);
            case Guard.Any a -> throw new IllegalArgumentException("decided by its parts: " + a);
            case Guard.Rule r -> throw new IllegalArgumentException("decided by the service: " + r);
        };
    }

    private boolean isRoot() {
        return caller instanceof Identity.User u && u.id().equals(UserId.ROOT);
    }

    private Optional<Refused> perm(Guard.Perm p) {
        if (p.onlyWith().isPresent() && !parameters.containsKey(p.onlyWith().get())) {
            return Optional.of(Refused.forbidden(p.path(), String.join("|", p.privileges())));
        }
        return on(AccessConfig.normalPath(fill(p.path())), p.privileges(), p.any());
    }

    private Optional<Refused> on(String path, List<String> privileges, boolean any) {
        if (any) {
            return privileges.stream().anyMatch(x -> permissions.may(path, x))
                    ? Optional.empty()
                    : Optional.of(Refused.forbidden(path, String.join("|", privileges)));
        }
        return privileges.stream()
                .filter(x -> !permissions.may(path, x))
                .findFirst()
                .map(missing -> Refused.forbidden(path, missing));
    }

    private Optional<Refused> groups(Guard.OnGroupsOfUser g) {
        boolean create = g.groups() == Guard.Groups.CREATE;
        boolean onAll = on("/access/groups", g.privileges(), true).isEmpty();
        if (!onAll && !create) {
            List<String> theirs = config.groupsOf(userid());
            boolean onOne = theirs.stream()
                    .anyMatch(id ->
                            on("/access/groups/" + id, g.privileges(), true).isEmpty());
            if (!onOne) {
                return Optional.of(Refused.forbidden("/access/groups", String.join("|", g.privileges())));
            }
        }
        if (onAll || g.groups() == Guard.Groups.IGNORED) {
            return Optional.empty();
        }
        List<String> named = names(parameters.get("groups"));
        if (create && named.isEmpty()) {
            return Optional.of(Refused.forbidden("/access/groups", String.join("|", g.privileges())));
        }
        return named.stream()
                .map(id -> on("/access/groups/" + id, g.privileges(), true))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Refused> acl(String path) {
        String normal = AccessConfig.normalPath(path);
        return on(normal, aclPrivileges(normal), true);
    }

    private static List<String> aclPrivileges(String path) {
        List<String> privileges = new ArrayList<>(List.of("Permissions.Modify"));
        if (path.startsWith("/storage/")) {
            privileges.add("Datastore.Allocate");
        } else if (path.startsWith("/vms/")) {
            privileges.add("VM.Allocate");
        } else if (path.startsWith("/pool/")) {
            privileges.add("Pool.Allocate");
        }
        return privileges;
    }

    private String userid() {
        return String.valueOf(parameters.getOrDefault("userid", ""));
    }

    private String realm() {
        return userid().substring(userid().lastIndexOf('@') + 1);
    }

    private String fill(String template) {
        int open = template.indexOf('{');
        if (open < 0) {
            return template;
        }
        StringBuilder path = new StringBuilder();
        int done = 0;
        while (open >= 0) {
            int close = template.indexOf('}', open);
            path.append(template, done, open).append(parameters.getOrDefault(template.substring(open + 1, close), ""));
            done = close + 1;
            open = template.indexOf('{', done);
        }
        return path.append(template, done, template.length()).toString();
    }

    private static List<String> names(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        String text = value instanceof List<?> l
                ? String.join(",", l.stream().map(String::valueOf).toList())
                : value.toString();
        return List.of(text.split("[,;\\s]+")).stream()
                .filter(s -> !s.isEmpty())
                .toList();
    }
}
