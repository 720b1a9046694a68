package io.coppice.documents.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads the lines of {@code user.cfg} kind by kind, so that their order among kinds does not matter. What names something
 * that is not there is dropped: members of groups, tokens, grants to tokens. A grant to a user or group that is not there
 * stays and gives nothing; of a guest that is in two pools the first counts.
 */
final class AccessConfigReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern POOL = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,2}");
    private static final Pattern USER = Pattern.compile("[^\\s:/]+@[A-Za-z][A-Za-z0-9._-]+");
    private static final Pattern TOKEN = Pattern.compile(USER + "![A-Za-z][A-Za-z0-9._-]+");
    private static final Pattern STORAGE = Pattern.compile("(?i)[a-z][a-z0-9_.-]*[a-z0-9]");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._/-]+");
    private static final Pattern NUMBER = Pattern.compile("\\d{0,18}");
    private static final String ROOT = "root@pam";

    final Map<String, UserEntry> users = new TreeMap<>();
    final Map<String, TokenEntry> tokens = new TreeMap<>();
    final Map<String, GroupEntry> groups = new TreeMap<>();
    final Map<String, PoolEntry> pools = new TreeMap<>();
    final Map<String, RoleEntry> roles = new TreeMap<>();
    /** By path, subject and role: of two lines that say the same of one, the later counts. */
    final Map<String, AclEntry> acl = new LinkedHashMap<>();

    private final Set<String> pooled = new HashSet<>();

    AccessConfigReader(Collection<String> sections) {
        List<Line> lines = sections.stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .map(Line::of)
                .toList();
        of(lines, "user").forEach(this::user);
        of(lines, "token").forEach(this::token);
        of(lines, "group").forEach(this::group);
        of(lines, "pool").forEach(this::pool);
        of(lines, "role").forEach(l -> {
            if (NAME.matcher(l.field(1)).matches()) {
                roles.put(l.field(1), new RoleEntry(l.field(1), Fields.list(l.field(2))));
            }
        });
        of(lines, "acl").forEach(this::grants);
    }

    private static List<Line> of(List<Line> all, String kind) {
        return all.stream().filter(l -> l.field(0).equals(kind)).toList();
    }

    private boolean isUser(String userid) {
        return users.containsKey(userid) || userid.equals(ROOT);
    }

    private void user(Line l) {
        String userid = l.field(1);
        if (USER.matcher(userid).matches() && l.isNumber(3)) {
            users.put(
                    userid,
                    new UserEntry(
                            userid, l.truth(2), l.number(3), l.text(4), l.text(5), l.text(6), l.text(7), l.field(8)));
        }
    }

    private void token(Line l) {
        String tokenid = l.field(1);
        if (TOKEN.matcher(tokenid).matches() && l.isNumber(2)) {
            TokenEntry token = new TokenEntry(tokenid, l.number(2), l.truth(3), l.text(4));
            if (isUser(token.userid())) {
                tokens.put(tokenid, token);
            }
        }
    }

    private void group(Line l) {
        if (NAME.matcher(l.field(1)).matches()) {
            Set<String> members = new TreeSet<>(Fields.list(l.field(2)));
            members.removeIf(m -> !isUser(m));
            groups.put(l.field(1), new GroupEntry(l.field(1), members, l.text(3)));
        }
    }

    private void pool(Line l) {
        if (POOL.matcher(l.field(1)).matches()) {
            Set<String> vmids = new LinkedHashSet<>(Fields.list(l.field(3)));
            vmids.removeIf(v -> v.isEmpty() || !NUMBER.matcher(v).matches() || !pooled.add(v));
            Set<String> storages = new LinkedHashSet<>(Fields.list(l.field(4)));
            storages.removeIf(s -> !STORAGE.matcher(s).matches());
            pools.put(l.field(1), new PoolEntry(l.field(1), l.text(2), vmids, storages));
        }
    }

    private void grants(Line l) {
        if (!PATH.matcher(l.field(2)).matches()) {
            return;
        }
        String path = AccessConfig.normalPath(l.field(2));
        for (String role : Fields.list(l.field(4))) {
            for (String who : Fields.list(l.field(3))) {
                if (who.startsWith("@") && NAME.matcher(who.substring(1)).matches()) {
                    grant(new AclEntry(path, AclEntry.Kind.GROUP, who.substring(1), role, l.truth(1)));
                } else if (TOKEN.matcher(who).matches()) {
                    if (tokens.containsKey(who)) {
                        grant(new AclEntry(path, AclEntry.Kind.TOKEN, who, role, l.truth(1)));
                    }
                } else if (USER.matcher(who).matches()) {
                    grant(new AclEntry(path, AclEntry.Kind.USER, who, role, l.truth(1)));
                }
            }
        }
    }

    private void grant(AclEntry e) {
        acl.put(e.path() + "\n" + e.kind() + "\n" + e.who() + "\n" + e.roleid(), e);
    }

    private record Line(List<String> fields) {
        static Line of(String line) {
            return new Line(
                    Arrays.stream(line.split(":", -1)).map(String::strip).toList());
        }

        String field(int index) {
            return index < fields.size() ? fields.get(index) : "";
        }

        String text(int index) {
            return Fields.unescape(field(index));
        }

        /** Nothing is false too. */
        boolean truth(int index) {
            return !field(index).isEmpty() && !field(index).equals("0");
        }

        boolean isNumber(int index) {
            return NUMBER.matcher(field(index)).matches();
        }

        long number(int index) {
            return field(index).isEmpty() ? 0 : Long.parseLong(field(index));
        }
    }
}
