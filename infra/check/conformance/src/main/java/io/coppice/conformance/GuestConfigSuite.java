package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.guest.VmOptions;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Configurations of virtual machines, read loosely and strictly. The options are our own. */
public final class GuestConfigSuite implements Suite {
    /** The number that the expected errors name. */
    private static final Vmid GUEST = new Vmid(8006);

    @Override
    public String name() {
        return "qm_config_files";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("qm_config_files.json");
        Optional<JsonNode> suite = Cases.read(file);
        Map<String, Schema> options = VmOptions.schemas();
        if (suite.isEmpty()) {
            return Result.skipped("no " + file);
        }
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.get().path("cases")) {
            String name = one.path("suite").asText() + " / " + one.path("name").asText();
            if (one.path("suite").asText().equals("parse-config")) {
                tally.check(name + " / lenient", () -> lenient(one, options));
                tally.check(name + " / strict", () -> strict(one, options));
            }
        }
        return tally.result();
    }

    private static String input(JsonNode one) {
        return one.path("input").asText();
    }

    /** Without an expected text the input comes out unchanged; what came out comes out again. */
    private static Optional<String> lenient(JsonNode one, Map<String, Schema> options) {
        String expected = Cases.text(one.get("expected_lenient")).orElse(input(one));
        String found = GuestConfig.parse(GUEST, input(one), options).config().text();
        return Cases.difference(expected, found)
                .or(() -> Cases.difference(
                        found, GuestConfig.parse(GUEST, found, options).config().text()));
    }

    private static Optional<String> strict(JsonNode one, Map<String, Schema> options) {
        Optional<String> error = Cases.text(one.get("expected_strict_error"));
        String expected = Cases.text(one.get("expected_lenient")).orElse(input(one));
        try {
            String found = GuestConfig.parseStrictly(GUEST, input(one), options).text();
            return error.isPresent()
                    ? Optional.of("should have failed with " + error.get())
                    : Cases.difference(expected, found);
        } catch (Malformed e) {
            return error.isPresent()
                    ? Cases.difference(
                            error.get().stripTrailing(),
                            String.valueOf(e.getMessage()).stripTrailing())
                    : Optional.of("failed: " + e.getMessage());
        }
    }
}
