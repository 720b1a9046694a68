package io.coppice.documents.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All of {@code user.cfg}, by name. Immutable. */
public final class AccessConfig {
    private final Map<String, UserEntry> users;
    private final Map<String, TokenEntry> tokens;
    private final Map<String, GroupEntry> groups;
    private final Map<String, PoolEntry> pools;
    private final Map<String, RoleEntry> roles;
    private final List<AclEntry> acl;
    private final Map<String, List<AclEntry>> aclByPath = new LinkedHashMap<>();
    private final Map<String, List<String>> groupsByUser = new TreeMap<>();
    private final Map<String, Set<String>> poolsByMember = new LinkedHashMap<>();

    AccessConfig(AccessConfigReader read) {
        users = Collections.unmodifiableMap(read.users);
        tokens = Collections.unmodifiableMap(read.tokens);
        groups = Collections.unmodifiableMap(read.groups);
        pools = Collections.unmodifiableMap(read.pools);
        roles = Collections.unmodifiableMap(read.roles);
        acl = List.copyOf(read.acl.values());
        for (AclEntry e : acl) {
            aclByPath.computeIfAbsent(e.path(), p -> new ArrayList<>()).add(e);
        }
        for (GroupEntry g : groups.values()) {
            g.members()
                    .forEach(m -> groupsByUser
                            .computeIfAbsent(m, u -> new ArrayList<>())
                            .add(g.groupid()));
        }
        for (PoolEntry p : pools.values()) {
            p.vmids().forEach(v -> member("/vms/" + v, p));
            p.storages().forEach(s -> member("/storage/" + s, p));
        }
    }

    private void member(String path, PoolEntry pool) {
        poolsByMember.computeIfAbsent(path, p -> new LinkedHashSet<>()).add(pool.poolid());
    }

    /** Reads the whole file; a line that cannot be read is passed over, as the file may come from a newer version. */
    public static AccessConfig parse(String text) {
        return parse(List.of(text));
    }

    /** Reads sections, each a line or several, in any order of kinds. */
    public static AccessConfig parse(Collection<String> sections) {
        return new AccessConfig(new AccessConfigReader(sections));
    }

    /** root@pam is there only where the file names it. */
    public Map<String, UserEntry> users() {
        return users;
    }

    public Map<String, TokenEntry> tokens() {
        return tokens;
    }

    public Map<String, GroupEntry> groups() {
        return groups;
    }

    public Map<String, PoolEntry> pools() {
        return pools;
    }

    /** The roles that were made here; the built-in ones are the access library's. */
    public Map<String, RoleEntry> roles() {
        return roles;
    }

    public List<AclEntry> acl() {
        return acl;
    }

    /** The grants on exactly this path. */
    public List<AclEntry> aclOn(String path) {
        return Collections.unmodifiableList(aclByPath.getOrDefault(path, List.of()));
    }

    /** The names of the groups that a user is in. */
    public List<String> groupsOf(String userid) {
        return Collections.unmodifiableList(groupsByUser.getOrDefault(userid, List.of()));
    }

    /** The names of the pools that hold what this ACL path stands for, {@code /vms/100} or {@code /storage/local}. */
    public Set<String> poolsOf(String path) {
        return Collections.unmodifiableSet(poolsByMember.getOrDefault(path, Set.of()));
    }

    /** {@code /vms/100/} is {@code /vms/100}; the root is {@code /}. */
    public static String normalPath(String path) {
        StringBuilder out = new StringBuilder("/");
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || out.charAt(out.length() - 1) != '/') {
                out.append(c);
            }
        }
        if (out.length() > 1 && out.charAt(out.length() - 1) == '/') {
            out.setLength(out.length() - 1);
        }
        return out.toString();
    }
}
