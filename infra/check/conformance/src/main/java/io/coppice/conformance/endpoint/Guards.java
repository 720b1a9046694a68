package io.coppice.conformance.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.contract.endpoint.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Who may call, in one way of writing for both sides. Rules that were prose are left out on both. */
final class Guards {
    private static final String NOTHING = "";

    private Guards() {}

    static String ofContract(JsonNode permissions) {
        if (permissions.isNull() || permissions.isMissingNode()) {
            return "root@pam";
        }
        if (permissions.has("check")) {
            return check(permissions.path("check"));
        }
        String user = permissions.path("user").asText();
        return user.isEmpty() ? "root@pam" : user;
    }

    private static String check(JsonNode check) {
        String op = check.path(0).asText();
        return switch (op) {
            case "and", "or" -> {
                List<String> parts = new ArrayList<>();
                for (int i = 1; i < check.size(); i++) {
                    parts.add(check(check.get(i)));
                }
                yield op + parts;
            }
            case "perm" -> {
                List<String> privileges = new ArrayList<>();
                check.path(2).forEach(p -> privileges.add(p.asText()));
                boolean any = false;
                String with = "";
                for (int i = 3; i + 1 < check.size(); i += 2) {
                    if (check.get(i).asText().equals("any")) {
                        any = true;
                    } else {
                        with = check.get(i + 1).asText();
                    }
                }
                yield perm(check.path(1).asText(), privileges, any, with);
            }
            case "userid-group" -> {
                List<String> privileges = new ArrayList<>();
                check.path(1).forEach(p -> privileges.add(p.asText()));
                yield "userid-group" + privileges
                        + (check.size() > 3 ? check.get(3).asText() : "");
            }
            default -> op + " " + check.path(1).asText();
        };
    }

    private static String perm(String path, List<String> privileges, boolean any, String with) {
        return "perm " + path + " " + privileges.stream().sorted().toList()
                + (any && privileges.size() > 1 ? " any" : "") + (with.isEmpty() ? "" : " with " + with);
    }

    static String ofOurs(Guard guard) {
        String written = write(guard);
        return written.equals(NOTHING) ? "all" : written;
    }

    private static String write(Guard guard) {
        return switch (guard) {
            case Guard.World w -> "world";
            case Guard.Everyone e -> "all";
            case Guard.RootOnly r -> "root@pam";
            case Guard.Perm p ->
                perm(p.path(), p.privileges(), p.any(), p.onlyWith().orElse(""));
            case Guard.All a -> join("and", a.all());
            case Guard.Any a -> join("or", a.any());
            case Guard.Self s -> "userid-param self";
            case Guard.OnRealmOfUser r -> "userid-param " + r.privilege();
            case Guard.OnGroupsOfUser g ->
                "userid-group" + g.privileges()
                        + switch (g.groups()) {
                            case IGNORED -> "";
                            case CREATE -> "create";
                            case UPDATE -> "update";
                        };
            case Guard.MayChangeAcl m -> "perm-modify " + m.path();
            case Guard.Rule r -> NOTHING;
        };
    }

    private static String join(String op, List<Guard> guards) {
        List<String> parts = guards.stream()
                .map(Guards::write)
                .filter(s -> !s.equals(NOTHING))
                .collect(Collectors.toList());
        return parts.isEmpty() ? NOTHING : parts.size() == 1 ? parts.getFirst() : op + parts;
    }
}
