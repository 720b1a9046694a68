package io.coppice.standalone.imports;

import io.coppice.access.Privileges;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.AclEntry;
import io.coppice.documents.access.GroupEntry;
import io.coppice.documents.access.PoolEntry;
import io.coppice.documents.access.RoleEntry;
import io.coppice.documents.access.TokenEntry;
import io.coppice.documents.access.UserEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code user.cfg}: users, tokens, groups, pools, roles, and who may do what where. */
final class Users {
    static final String FILE = "user.cfg";
    private static final String ROOT = "root@pam";

    private final AccessConfig all;
    private final NodeNames nodes;
    private final Guarded guarded;
    private final Gathered into;
    private final Map<String, List<AclEntry>> grants = new TreeMap<>();

    private Users(AccessConfig all, NodeNames nodes, Guarded guarded, Gathered into) {
        this.all = all;
        this.nodes = nodes;
        this.guarded = guarded;
        this.into = into;
    }

    /**
     * Who gets in there by a second factor only, or not at all.
     *
     * @param users whose second factor stays behind
     * @param realms that ask all their users for one
     */
    record Guarded(Set<String> users, Set<String> realms) {
        /** Why a user must not get in without; empty where that is allowed. */
        Optional<String> why(UserEntry user) {
            String name = user.userid();
            String realm = name.substring(name.lastIndexOf('@') + 1);
            if (name.equals(ROOT)) {
                return Optional.empty();
            }
            if (users.contains(name) || !user.keys().isEmpty()) {
                return Optional.of(name + " had one");
            }
            return realms.contains(realm)
                    ? Optional.of("the realm '" + realm + "' of " + name + " asks for one")
                    : Optional.empty();
        }
    }

    static void gather(Original original, NodeNames nodes, Guarded guarded, Gathered into) {
        String text = original.text(FILE).orElse("");
        Users users = new Users(AccessConfig.parse(text), nodes, guarded, into);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                users.line(i + 1, lines.get(i).strip());
            }
        }
        users.grants.forEach((path, entries) -> into.put(
                FILE + ":acl:" + path, entries.stream().map(AclEntry::line).collect(Collectors.joining())));
    }

    private void line(int number, String line) {
        String[] fields = Arrays.stream(line.split(":", -1)).map(String::strip).toArray(String[]::new);
        String name = fields.length > 1 ? fields[1] : "";
        switch (fields[0]) {
            case "user" -> user(number, name);
            case "token" -> token(number, name);
            case "group" -> group(number, name, words(fields, 2));
            case "pool" -> pool(number, name, words(fields, 3), words(fields, 4));
            case "role" -> role(number, name);
            case "acl" -> acl(number, fields);
            default -> left(number, "unknown kind of entry");
        }
    }

    private void put(String kind, String name, String line) {
        into.put(FILE + ":" + kind + ":" + name, line);
    }

    private void left(int number, String why) {
        into.remark(FILE, number, why + "; left out");
    }

    private static List<String> words(String[] fields, int index) {
        return index < fields.length
                ? Arrays.stream(fields[index].split("[,;\\s]+"))
                        .filter(w -> !w.isEmpty())
                        .toList()
                : List.of();
    }

    /** Who had to show a second factor must not get in without: they are switched off until somebody decides. */
    private void user(int number, String name) {
        UserEntry user = all.users().get(name);
        if (user == null) {
            left(number, "no user");
            return;
        }
        Optional<String> why = guarded.why(user);
        if (why.isPresent()) {
            into.remark(
                    FILE,
                    number,
                    "this version asks for no second factor, and " + why.get() + ": " + name
                            + " comes along switched off ('pveum user modify " + name + " --enable 1')");
        }
        UserEntry kept = why.isPresent()
                ? new UserEntry(
                        name,
                        false,
                        user.expireSeconds(),
                        user.firstname(),
                        user.lastname(),
                        user.email(),
                        user.comment(),
                        "")
                : user;
        put("user", name, kept.line());
    }

    private void token(int number, String name) {
        TokenEntry token = all.tokens().get(name);
        if (token == null) {
            left(number, "no token, or of a user that is not there");
        } else {
            put("token", name, token.line());
        }
    }

    private void group(int number, String name, List<String> members) {
        GroupEntry group = all.groups().get(name);
        if (group == null) {
            left(number, "no group");
            return;
        }
        dropped(number, members, group.members(), "member");
        put("group", name, group.line());
    }

    private void pool(int number, String name, List<String> vmids, List<String> storages) {
        PoolEntry pool = all.pools().get(name);
        if (pool == null) {
            left(number, "no pool");
            return;
        }
        dropped(number, vmids, pool.vmids(), "guest");
        dropped(number, storages, pool.storages(), "storage");
        put("pool", name, pool.line());
    }

    private void dropped(int number, List<String> said, Set<String> kept, String what) {
        List<String> gone = said.stream().filter(s -> !kept.contains(s)).toList();
        if (!gone.isEmpty()) {
            left(number, what + " " + String.join(", ", gone) + " is not there, or counted elsewhere");
        }
    }

    private void role(int number, String name) {
        RoleEntry role = all.roles().get(name);
        if (role == null || Privileges.BUILT_IN_ROLES.containsKey(name)) {
            left(number, role == null ? "no role" : "the role " + name + " is always there");
            return;
        }
        Set<String> known = new TreeSet<>(role.privileges());
        known.retainAll(Privileges.ALL);
        List<String> unknown = role.privileges().stream()
                .filter(p -> !Privileges.ALL.contains(p))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            left(number, "unknown privilege " + String.join(", ", unknown));
        }
        put("role", name, new RoleEntry(name, known).line());
    }

    private void acl(int number, String[] fields) {
        String path = AccessConfig.normalPath(fields.length > 2 ? fields[2] : "");
        List<AclEntry> there = all.aclOn(path);
        for (String role : words(fields, 4)) {
            for (String who : words(fields, 3)) {
                List<AclEntry> found = there.stream()
                        .filter(e -> e.subject().equals(who) && e.roleid().equals(role))
                        .toList();
                if (found.isEmpty() || !knows(found.getFirst())) {
                    left(number, "the grant of " + role + " to " + who + " names what is not there");
                } else {
                    grant(found.getFirst());
                }
            }
        }
    }

    private boolean knows(AclEntry e) {
        boolean role =
                Privileges.BUILT_IN_ROLES.containsKey(e.roleid()) || all.roles().containsKey(e.roleid());
        boolean subject = switch (e.kind()) {
            case USER -> e.who().equals(ROOT) || all.users().containsKey(e.who());
            case GROUP -> all.groups().containsKey(e.who());
            case TOKEN -> all.tokens().containsKey(e.who());
        };
        return role && subject;
    }

    private void grant(AclEntry e) {
        String[] parts = e.path().split("/", 4);
        String path = parts.length == 3 && parts[1].equals("nodes") ? "/nodes/" + nodes.of(parts[2]) : e.path();
        AclEntry kept = new AclEntry(path, e.kind(), e.who(), e.roleid(), e.propagate());
        List<AclEntry> on = grants.computeIfAbsent(path, p -> new ArrayList<>());
        if (!on.contains(kept)) {
            on.add(kept);
        }
    }
}
