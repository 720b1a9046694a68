package io.coppice.contract.openapi;

import io.coppice.contract.endpoint.Guard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who may call, for programs: one member that names the rule, and what it needs. */
final class Permissions {
    private Permissions() {}

    static Map<String, Object> of(Guard guard) {
        return switch (guard) {
            case Guard.World w -> Map.of("user", "world");
            case Guard.Everyone e -> Map.of("user", "all");
            case Guard.RootOnly r -> Map.of("user", "root@pam");
            case Guard.Perm p -> perm(p);
            case Guard.All a -> Map.of("all", each(a.all()));
            case Guard.Any a -> Map.of("any", each(a.any()));
            case Guard.Self s -> Map.of("user", "{userid}");
            case Guard.OnRealmOfUser r -> Map.of("realm-of", "{userid}", "privileges", List.of(r.privilege()));
            case Guard.OnGroupsOfUser g ->
                Map.of(
                        "groups-of", "{userid}",
                        "privileges", g.privileges(),
                        "parameter-groups", g.groups().name().toLowerCase(Locale.ROOT));
            case Guard.MayChangeAcl m -> Map.of("may-change-acl", m.path());
            case Guard.Rule r -> Map.of("rule", r.name(), "says", r.says());
        };
    }

    private static List<Map<String, Object>> each(List<Guard> guards) {
        return guards.stream().map(Permissions::of).toList();
    }

    private static Map<String, Object> perm(Guard.Perm p) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("path", p.path());
        all.put(p.any() ? "any-privilege" : "privileges", p.privileges());
        p.onlyWith().ifPresent(name -> all.put("when-given", name));
        return all;
    }
}
