package io.coppice.documents.access;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prints {@code user.cfg} as one file: everything sorted, grants of the same roles on the same path on one line, grants
 * to root@pam left out, since it may do everything anyway.
 */
public final class AccessConfigWriter {
    private AccessConfigWriter() {}

    /**
     * @param builtInRoles what grants may name beside the roles of the file; grants of others are dropped
     * @param privileges those that there are; a role's others are dropped
     */
    public static String print(AccessConfig config, Set<String> builtInRoles, Set<String> privileges) {
        StringBuilder out = new StringBuilder();
        for (UserEntry u : config.users().values()) {
            out.append(u.line());
            config.tokens().values().stream()
                    .filter(t -> t.userid().equals(u.userid()))
                    .forEach(t -> out.append(t.line()));
        }
        out.append('\n')
                .append(lines(config.groups().values(), GroupEntry::line))
                .append('\n')
                .append(lines(config.pools().values(), PoolEntry::line))
                .append('\n');
        for (RoleEntry r : config.roles().values()) {
            if (!builtInRoles.contains(r.roleid())) {
                Set<String> known = new TreeSet<>(r.privileges());
                known.retainAll(privileges);
                out.append(new RoleEntry(r.roleid(), known).line());
            }
        }
        return out.append('\n').append(grants(config, builtInRoles)).toString();
    }

    private static <T> String lines(Collection<T> all, Function<T, String> line) {
        return all.stream().map(line).collect(Collectors.joining());
    }

    private static String grants(AccessConfig config, Set<String> builtInRoles) {
        // path, whether it propagates, subject: its roles
        Map<String, Map<Boolean, Map<String, Set<String>>>> all = new TreeMap<>();
        for (AclEntry e : config.acl()) {
            boolean known = builtInRoles.contains(e.roleid()) || config.roles().containsKey(e.roleid());
            if (known && !(e.kind() == AclEntry.Kind.USER && e.who().equals("root@pam"))) {
                all.computeIfAbsent(e.path(), p -> new TreeMap<>())
                        .computeIfAbsent(e.propagate(), p -> new TreeMap<>())
                        .computeIfAbsent(e.subject(), s -> new TreeSet<>())
                        .add(e.roleid());
            }
        }
        StringBuilder out = new StringBuilder();
        all.forEach((path, byPropagation) -> byPropagation.forEach((propagate, rolesBySubject) -> {
            Map<String, Set<String>> subjectsByRoles = new TreeMap<>();
            rolesBySubject.forEach((subject, roles) -> subjectsByRoles
                    .computeIfAbsent(String.join(",", roles), r -> new TreeSet<>())
                    .add(subject));
            subjectsByRoles.forEach((roles, subjects) ->
                    out.append(Fields.line("acl", propagate ? "1" : "0", path, String.join(",", subjects), roles)));
        }));
        return out.toString();
    }
}
