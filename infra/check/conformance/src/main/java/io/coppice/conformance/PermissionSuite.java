package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.access.AclPermissions;
import io.coppice.access.Privileges;
import io.coppice.conformance.json.Cases;
import io.coppice.documents.access.AccessConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Roles and effective privileges of users and tokens on paths. */
public final class PermissionSuite implements Suite {
    @Override
    public String name() {
        return "perms";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("perms.json");
        return Cases.read(file).map(PermissionSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("cases")) {
            AccessConfig config = AccessConfig.parse(one.path("user_cfg").asText());
            for (JsonNode check : one.path("checks")) {
                tally.check(one.path("name").asText() + " / " + check, () -> check(config, check));
            }
        }
        return tally.result();
    }

    private static Optional<String> check(AccessConfig config, JsonNode check) {
        String user = check.path("user").asText();
        String path = check.path("path").asText();
        boolean roles = check.path("check").asText().equals("roles");
        Set<String> found;
        if (user.equals("root@pam")) {
            found = roles ? Set.of("Administrator") : Privileges.ALL;
        } else {
            AclPermissions permissions = AclPermissions.of(config, user);
            found = (roles ? permissions.roles(path) : permissions.privileges(path)).keySet();
        }
        Set<String> expected = new TreeSet<>();
        check.path("expected").forEach(e -> expected.add(e.asText()));
        return expected.equals(found) ? Optional.empty() : Optional.of("expected " + expected + " but got " + found);
    }
}
