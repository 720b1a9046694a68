package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.conformance.schema.JsonSchemas;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.schema.Validator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Schemas, their alternatives and aliases, property strings, and lists given in several ways. */
public final class JsonSchemaSuite implements Suite {
    @Override
    public String name() {
        return "jsonschema";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("jsonschema.json");
        return Cases.read(file).map(JsonSchemaSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        suite.path("tables")
                .properties()
                .forEach(table -> table.getValue().forEach(group -> {
                    for (JsonNode one : group.path("subtests")) {
                        String name =
                                table.getKey() + " / " + group.path("name").asText() + " / "
                                        + (one.has("name") ? one.get("name") : one.get("in"));
                        tally.check(name, () -> group.has("format") ? propertyString(group, one) : object(group, one));
                    }
                }));
        for (JsonNode one : suite.path("api_parameter")) {
            tally.check("api_parameter / " + one.path("name").asText(), () -> parameter(one));
        }
        return tally.result();
    }

    private static Optional<String> propertyString(JsonNode group, JsonNode one) {
        PropertyFormat format = JsonSchemas.format("tested", group.get("format"));
        JsonNode mustFail = one.get("must_fail");
        try {
            Map<String, Object> values =
                    PropertyStrings.parse(format, one.get("in").asText());
            if (mustFail != null) {
                return Optional.of("should have failed");
            }
            return Cases.difference(one.has("out") ? one.get("out") : group.get("out"), values);
        } catch (PropertyStrings.Unfit e) {
            return mustFail == null
                    ? Optional.of("failed: " + e.getMessage())
                    : failure(mustFail, String.valueOf(e.getMessage()), e.errors());
        }
    }

    /** A group without a type and without alternatives lists the properties of an object. */
    private static Schema root(JsonNode node) {
        boolean whole = node.has("allOf")
                || node.has("oneOf")
                || node.path("properties").isObject();
        return whole ? JsonSchemas.schema(node) : Schema.object(JsonSchemas.properties(node));
    }

    private static Optional<String> object(JsonNode group, JsonNode one) {
        Map<String, @Nullable Object> in = new LinkedHashMap<>();
        one.get("in").properties().forEach(e -> in.put(e.getKey(), Cases.plain(e.getValue())));
        Validator.Checked checked = Validator.check(root(group.get("schema")), in);
        JsonNode mustFail = one.get("must_fail");
        if (mustFail != null) {
            StringBuilder text = new StringBuilder();
            checked.errors()
                    .forEach((path, why) ->
                            text.append(path).append(": ").append(why).append('\n'));
            return failure(mustFail, text.toString(), checked.errors());
        }
        if (!checked.errors().isEmpty()) {
            return Optional.of("failed: " + checked.errors());
        }
        return one.has("out") ? Cases.difference(one.get("out"), checked.values()) : Optional.empty();
    }

    /** Either one pattern that some line of the message matches, or exactly these paths with a pattern each. */
    private static Optional<String> failure(JsonNode mustFail, String message, Map<String, String> errors) {
        if (mustFail.has("$regex")) {
            String regex = mustFail.get("$regex").asText();
            boolean found = Cases.perl(regex).matcher(message).find()
                    || message.lines()
                            .anyMatch(l -> Cases.perl(regex).matcher(l).find());
            return found && !message.isEmpty()
                    ? Optional.empty()
                    : Optional.of("expected failure like " + regex + " but got '" + message + "'");
        }
        if (!mustFail.isObject()) {
            return message.isEmpty() ? Optional.of("should have failed") : Optional.empty();
        }
        TreeSet<String> paths = new TreeSet<>();
        mustFail.fieldNames().forEachRemaining(paths::add);
        if (!paths.equals(new TreeSet<>(errors.keySet()))) {
            return Optional.of("expected errors at " + paths + " but got " + errors);
        }
        for (String path : paths) {
            String regex = mustFail.get(path).path("$regex").asText();
            if (!Cases.perl(regex).matcher(String.valueOf(errors.get(path))).find()) {
                return Optional.of("at " + path + " expected " + regex + " but got '" + errors.get(path) + "'");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> parameter(JsonNode one) {
        Schema schema = JsonSchemas.schema(one.get("parameter"));
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("param", Cases.plain(one.get("value")));
        Validator.Checked checked = Validator.check(Schema.object(Map.of("param", schema)), given);
        return checked.errors().isEmpty()
                ? Cases.difference(one.get("value-expected"), checked.values().get("param"))
                : Optional.of("failed: " + checked.errors());
    }
}
