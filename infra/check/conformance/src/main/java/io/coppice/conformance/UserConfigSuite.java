package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.access.Privileges;
import io.coppice.conformance.json.Cases;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.AccessConfigWriter;
import java.nio.file.Path;
import java.util.Optional;

/** {@code user.cfg}, read and printed again. */
public final class UserConfigSuite implements Suite {
    @Override
    public String name() {
        return "user_cfg";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("access_misc.json");
        return Cases.read(file).map(UserConfigSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("user_cfg_parser_writer")) {
            tally.check(one.path("name").asText(), () -> roundTrip(one));
        }
        return tally.result();
    }

    private static Optional<String> roundTrip(JsonNode one) {
        String raw = one.path("raw").asText();
        String expected = Cases.text(one.get("expected_raw")).orElse(raw);
        String found =
                AccessConfigWriter.print(AccessConfig.parse(raw), Privileges.BUILT_IN_ROLES.keySet(), Privileges.ALL);
        return Cases.difference(expected, found);
    }
}
