package io.coppice.documents.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All of {@code user.cfg}, by name. */
public final class AccessConfig {
    private final Map<String, UserEntry> users = new TreeMap<>();
    private final Map<String, TokenEntry> tokens = new TreeMap<>();
    private final Map<String, GroupEntry> groups = new TreeMap<>();
    private final Map<String, PoolEntry> pools = new TreeMap<>();
    private final Map<String, RoleEntry> roles = new TreeMap<>();
    private final List<AclEntry> acl = new ArrayList<>();
    private final Map<String, List<AclEntry>> aclByPath = new LinkedHashMap<>();

    private AccessConfig() {}

    /** Reads the whole file; a line that cannot be read is passed over, as the file may come from a newer version. */
    public static AccessConfig parse(String text) {
        return parse(List.of(text));
    }

    /** Reads sections, each a line or several. */
    public static AccessConfig parse(Collection<String> sections) {
        AccessConfig config = new AccessConfig();
        sections.forEach(s -> s.lines().forEach(config::line));
        for (AclEntry e : config.acl) {
            config.aclByPath.computeIfAbsent(e.path(), p -> new ArrayList<>()).add(e);
        }
        return config;
    }

    public Map<String, UserEntry> users() {
        return Collections.unmodifiableMap(users);
    }

    public Map<String, TokenEntry> tokens() {
        return Collections.unmodifiableMap(tokens);
    }

    public Map<String, GroupEntry> groups() {
        return Collections.unmodifiableMap(groups);
    }

    public Map<String, PoolEntry> pools() {
        return Collections.unmodifiableMap(pools);
    }

    /** The roles that were made here; the built-in ones are the access library's. */
    public Map<String, RoleEntry> roles() {
        return Collections.unmodifiableMap(roles);
    }

    public List<AclEntry> acl() {
        return Collections.unmodifiableList(acl);
    }

    /** The grants on exactly this path. */
    public List<AclEntry> aclOn(String path) {
        return aclByPath.getOrDefault(path, List.of());
    }

    /** The names of the groups that a user is in. */
    public List<String> groupsOf(String userid) {
        return groups.values().stream()
                .filter(g -> g.members().contains(userid))
                .map(GroupEntry::groupid)
                .toList();
    }

    /** {@code /vms/100/} is {@code /vms/100}; the root is {@code /}. */
    public static String normalPath(String path) {
        String single = path.replaceAll("/+", "/");
        String bare = single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
        return bare.startsWith("/") ? bare : "/" + bare;
    }

    private void line(String line) {
        String[] f = line.strip().split(":", -1);
        switch (f[0]) {
            case "user" -> {
                if (f.length > 1 && f[1].indexOf('@') > 0) {
                    users.put(
                            f[1],
                            new UserEntry(
                                    f[1],
                                    !field(f, 2).equals("0"),
                                    number(field(f, 3)),
                                    Fields.unescape(field(f, 4)),
                                    Fields.unescape(field(f, 5)),
                                    Fields.unescape(field(f, 6)),
                                    Fields.unescape(field(f, 7)),
                                    field(f, 8)));
                }
            }
            case "token" -> {
                if (f.length > 1 && f[1].indexOf('!') > 0) {
                    tokens.put(
                            f[1],
                            new TokenEntry(
                                    f[1], number(field(f, 2)), !field(f, 3).equals("0"), Fields.unescape(field(f, 4))));
                }
            }
            case "group" ->
                groups.put(
                        field(f, 1),
                        new GroupEntry(field(f, 1), Fields.list(field(f, 2)), Fields.unescape(field(f, 3))));
            case "pool" ->
                pools.put(
                        field(f, 1),
                        new PoolEntry(
                                field(f, 1),
                                Fields.unescape(field(f, 2)),
                                Fields.list(field(f, 3)),
                                Fields.list(field(f, 4))));
            case "role" -> roles.put(field(f, 1), new RoleEntry(field(f, 1), Fields.list(field(f, 2))));
            case "acl" -> aclLine(f);
            default -> {}
        }
    }

    private void aclLine(String[] f) {
        if (!field(f, 2).startsWith("/")) {
            return;
        }
        String path = normalPath(field(f, 2));
        Set<String> roleids = Fields.list(field(f, 4));
        for (String who : Fields.list(field(f, 3))) {
            AclEntry.Kind kind = who.startsWith("@")
                    ? AclEntry.Kind.GROUP
                    : who.indexOf('!') > 0 ? AclEntry.Kind.TOKEN : AclEntry.Kind.USER;
            for (String role : roleids) {
                acl.add(new AclEntry(
                        path,
                        kind,
                        kind == AclEntry.Kind.GROUP ? who.substring(1) : who,
                        role,
                        !field(f, 1).equals("0")));
            }
        }
    }

    private static String field(String[] f, int index) {
        return index < f.length ? f[index] : "";
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
