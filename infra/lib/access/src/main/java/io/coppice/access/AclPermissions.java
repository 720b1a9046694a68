package io.coppice.access;

import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.AclEntry;
import io.coppice.documents.access.RoleEntry;
import io.coppice.documents.access.TokenEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the access control list gives to one user or token.
 *
 * <p>On the way from the root to a path the deepest level that says something holds; there a user's own grants go before
 * those of its groups. NoAccess alone takes everything away. A guest or storage in a pool has the pool's grants too. A
 * separated token has its own grants within its user's.
 */
public final class AclPermissions implements Permissions {
    private static final String NO_ACCESS = "NoAccess";
    private final AccessConfig config;
    private final String subject;
    private final AclEntry.Kind kind;
    private final List<String> groups;
    private final @Nullable AclPermissions within;
    private final Map<String, Map<String, Boolean>> known = new ConcurrentHashMap<>();

    /** Few of these serve all paths: privileges by what the list gives, and what it gives the user of a token. */
    private final Map<Granted, Map<String, Boolean>> made = new ConcurrentHashMap<>();

    private record Granted(Map<String, Boolean> roles, Map<String, Boolean> limit) {}

    private AclPermissions(
            AccessConfig config,
            String subject,
            AclEntry.Kind kind,
            List<String> groups,
            @Nullable AclPermissions within) {
        this.config = config;
        this.subject = subject;
        this.kind = kind;
        this.groups = groups;
        this.within = within;
    }

    /** For a user; root@pam is decided elsewhere. */
    public static AclPermissions ofUser(AccessConfig config, String userid) {
        return new AclPermissions(config, userid, AclEntry.Kind.USER, config.groupsOf(userid), null);
    }

    /** For any user or token but root@pam; a token that is not there has nothing. */
    public static AclPermissions of(AccessConfig config, String userOrToken) {
        int bang = userOrToken.lastIndexOf('!');
        if (bang < 0) {
            return ofUser(config, userOrToken);
        }
        TokenEntry token = config.tokens().get(userOrToken);
        String userid = userOrToken.substring(0, bang);
        if (token != null && !token.separated()) {
            return ofUser(config, userid);
        }
        return userid.equals(UserId.ROOT.toString())
                ? ofToken(config, userOrToken)
                : ofToken(config, userOrToken, ofUser(config, userid));
    }

    /** For a separated token of root@pam, whom nothing limits. */
    public static AclPermissions ofToken(AccessConfig config, String tokenid) {
        return new AclPermissions(config, tokenid, AclEntry.Kind.TOKEN, List.of(), null);
    }

    /** For a separated token of a user. */
    public static AclPermissions ofToken(AccessConfig config, String tokenid, AclPermissions ofItsUser) {
        return new AclPermissions(config, tokenid, AclEntry.Kind.TOKEN, List.of(), ofItsUser);
    }

    @Override
    public boolean may(String path, String privilege) {
        return privileges(path).containsKey(privilege);
    }

    /** Privileges on a path, each with whether it holds below it too. */
    public Map<String, Boolean> privileges(String path) {
        Map<String, Boolean> cached = known.get(path);
        if (cached != null) {
            return cached;
        }
        Map<String, Boolean> fresh = compute(path.isEmpty() ? path : AccessConfig.normalPath(path));
        if (known.size() < 100_000) {
            known.put(path, fresh);
        }
        return fresh;
    }

    private Map<String, Boolean> compute(String path) {
        Map<String, Boolean> limit = within == null ? Map.of() : within.privileges(path);
        return made.computeIfAbsent(new Granted(Map.copyOf(rolesWithPools(path)), limit), this::privilegesOf);
    }

    private Map<String, Boolean> privilegesOf(Granted granted) {
        Map<String, Boolean> privileges = new TreeMap<>();
        granted.roles()
                .forEach((role, propagates) ->
                        privilegesOf(role).forEach(p -> privileges.merge(p, propagates, Boolean::logicalOr)));
        if (within != null) {
            privileges.keySet().retainAll(granted.limit().keySet());
            privileges.replaceAll((p, propagates) ->
                    propagates && Boolean.TRUE.equals(granted.limit().get(p)));
        }
        return Collections.unmodifiableMap(privileges);
    }

    private Set<String> privilegesOf(String role) {
        Set<String> builtIn = Privileges.BUILT_IN_ROLES.get(role);
        if (builtIn != null) {
            return builtIn;
        }
        RoleEntry made = config.roles().get(role);
        Set<String> valid = new TreeSet<>(made == null ? Set.of() : made.privileges());
        valid.retainAll(Privileges.ALL);
        return valid;
    }

    /** Roles on a path by the list alone, each with whether it holds below too; on no path there are none. */
    public Map<String, Boolean> roles(String path) {
        Map<String, Boolean> roles = Map.of();
        if (path.isEmpty()) {
            return roles;
        }
        String normal = AccessConfig.normalPath(path);
        for (String level : levels(normal)) {
            Map<String, Boolean> here = rolesAt(level, level.equals(normal));
            if (!here.isEmpty()) {
                roles = here;
            }
        }
        return roles.containsKey(NO_ACCESS) ? Map.of(NO_ACCESS, roles.get(NO_ACCESS)) : roles;
    }

    private Map<String, Boolean> rolesAt(String level, boolean isGoal) {
        Map<String, Boolean> own = new TreeMap<>();
        Map<String, Boolean> ofGroups = new TreeMap<>();
        for (AclEntry e : config.aclOn(level)) {
            if (!isGoal && !e.propagate() || !isRole(e.roleid())) {
                continue;
            }
            if (e.kind() == kind && e.who().equals(subject)) {
                own.merge(e.roleid(), e.propagate(), Boolean::logicalOr);
            } else if (e.kind() == AclEntry.Kind.GROUP && groups.contains(e.who())) {
                ofGroups.merge(e.roleid(), e.propagate(), Boolean::logicalOr);
            }
        }
        return own.isEmpty() ? ofGroups : own;
    }

    private boolean isRole(String roleid) {
        return Privileges.BUILT_IN_ROLES.containsKey(roleid) || config.roles().containsKey(roleid);
    }

    private Map<String, Boolean> rolesWithPools(String path) {
        Map<String, Boolean> roles = new HashMap<>(roles(path));
        if (roles.containsKey(NO_ACCESS)) {
            return roles;
        }
        Map<String, Boolean> ofPools = new HashMap<>();
        config.poolsOf(path).forEach(pool -> ofPools.putAll(roles("/pool/" + pool)));
        if (ofPools.containsKey(NO_ACCESS)) {
            return Map.of(NO_ACCESS, false);
        }
        ofPools.keySet().forEach(role -> roles.putIfAbsent(role, false));
        return roles;
    }

    /** {@code /a/b}: {@code /}, {@code /a}, {@code /a/b}. */
    private static List<String> levels(String path) {
        List<String> all = new ArrayList<>(List.of("/"));
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            all.add(path.substring(0, slash));
        }
        if (path.length() > 1) {
            all.add(path);
        }
        return all;
    }
}
