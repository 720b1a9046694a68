package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Upid;
import io.coppice.documents.size.Sizes;
import io.coppice.documents.task.TaskStatus;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names of tasks, the ends of their logs, and sizes. */
public final class MiscSuite implements Suite {
    @Override
    public String name() {
        return "common_misc";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("common_misc.json");
        return Cases.read(file).map(MiscSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("upid")) {
            tally.check("upid / " + one.path("in").asText(), () -> upid(one));
        }
        suite.path("task_logs")
                .properties()
                .forEach(e -> tally.check(
                        "task_logs / " + e.getKey(),
                        () -> Cases.difference(
                                e.getValue().get("expected_status"),
                                TaskStatus.of(e.getValue().path("log").asText()))));
        for (JsonNode one : suite.path("convert_size")) {
            tally.check("convert_size / " + one, () -> size(one));
        }
        return tally.result();
    }

    private static Optional<String> upid(JsonNode one) {
        boolean mustFail = Cases.truth(one.get("must_fail"));
        String text = one.get("in").asText();
        try {
            Upid upid = Upid.parse(text);
            if (mustFail) {
                return Optional.of("should have failed");
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("node", upid.node());
            fields.put("pid", upid.pid());
            fields.put("pstart", upid.processStart());
            fields.put("starttime", upid.startSeconds());
            fields.put("type", upid.type());
            fields.put("id", upid.id());
            fields.put("user", upid.user());
            return Cases.difference(one.get("out"), fields)
                    .or(() -> Cases.difference(upid, Upid.parse(upid.toString())));
        } catch (Malformed e) {
            return mustFail ? Optional.empty() : Optional.of("failed: " + e.getMessage());
        }
    }

    /** value, from, to, not rounded up, expected, error. */
    private static Optional<String> size(JsonNode one) {
        Optional<String> error = Cases.text(one.get(5));
        RoundingMode rounding = Cases.truth(one.get(3)) ? RoundingMode.FLOOR : RoundingMode.CEILING;
        try {
            Object found = Sizes.convert(
                    Cases.text(one.get(0)).orElse(""),
                    Cases.text(one.get(1)).orElse(""),
                    Cases.text(one.get(2)).orElse(""),
                    rounding);
            return error.isPresent()
                    ? Optional.of("should have failed with " + error.get())
                    : Cases.difference(one.get(4), found);
        } catch (Malformed e) {
            return error.isPresent()
                    ? Cases.difference(error.get(), e.getMessage())
                    : Optional.of("failed: " + e.getMessage());
        }
    }
}
