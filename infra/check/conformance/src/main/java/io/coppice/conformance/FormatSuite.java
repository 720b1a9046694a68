package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.conformance.schema.JsonSchemas;
import io.coppice.conformance.schema.Samples;
import io.coppice.contract.schema.Formats;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.schema.Schema;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Every scalar format takes what the contract says; property strings can be declared, and those of ours are equal. */
public final class FormatSuite implements Suite {
    @Override
    public String name() {
        return "formats";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = contract.resolve("option-formats.json");
        return Cases.read(file).map(FormatSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode formats) {
        Result.Tally tally = new Result.Tally();
        formats.path("scalarFormats")
                .properties()
                .forEach(e -> tally.check("scalar / " + e.getKey(), () -> scalar(e.getKey(), e.getValue())));
        formats.path("inlineFormats")
                .properties()
                .forEach(e -> tally.check(
                        "inline / " + e.getKey(),
                        () -> writable(
                                JsonSchemas.format(e.getKey(), e.getValue().path("keys")))));
        formats.path("namedPropertyStrings")
                .properties()
                .forEach(e -> tally.check("named / " + e.getKey(), () -> named(e.getKey(), e.getValue())));
        return tally.result();
    }

    private static Optional<String> scalar(String name, JsonNode fact) {
        if (!Formats.knows(name)) {
            return Optional.of("is not known");
        }
        Optional<Predicate<String>> takes = predicate(fact);
        if (takes.isEmpty()) {
            return Optional.empty();
        }
        // a rule in words narrows what the pattern takes
        boolean narrowed = fact.has("rule");
        for (String text : Samples.of(name)) {
            boolean expected = takes.get().test(text);
            boolean found = Formats.complaint(name, text).isEmpty();
            if (narrowed ? found && !expected : found != expected) {
                return Optional.of((found ? "takes" : "refuses") + " '" + text + "'");
            }
        }
        return Optional.empty();
    }

    private static Optional<Predicate<String>> predicate(JsonNode fact) {
        Predicate<String> takes = text -> false;
        boolean any = false;
        if (fact.has("regex")) {
            takes = takes.or(Pattern.compile(fact.get("regex").asText()).asMatchPredicate());
            any = true;
        }
        for (JsonNode value : fact.path("enum")) {
            takes = takes.or(value.asText()::equals);
            any = true;
        }
        for (JsonNode other : fact.path("anyOf")) {
            takes = takes.or(text -> Formats.complaint(other.asText(), text).isEmpty());
            any = true;
        }
        return any ? Optional.of(takes) : Optional.empty();
    }

    /** Each key alone, with a value that it takes, is read, written, and read again as the same. */
    private static Optional<String> writable(PropertyFormat format) {
        Map<String, Object> values = new TreeMap<>();
        for (Map.Entry<String, Schema> key : format.keys().entrySet()) {
            if (key.getValue().alias().isEmpty()) {
                Samples.value(key.getValue()).ifPresent(v -> values.put(key.getKey(), v));
            }
        }
        Map<String, Object> read = PropertyStrings.parse(format, PropertyStrings.print(format, values));
        return Cases.difference(values, read);
    }

    private static Optional<String> named(String name, JsonNode keys) {
        if (keys.has("$ref")) {
            return Optional.empty();
        }
        PropertyFormat fact = JsonSchemas.format(name, keys);
        Optional<PropertyFormat> ours = Formats.propertyString(name);
        if (ours.isPresent()) {
            Optional<String> difference = Cases.difference(shown(fact), shown(ours.get()));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return writable(fact);
    }

    private static Map<String, String> shown(PropertyFormat format) {
        Map<String, String> all = new TreeMap<>();
        format.keys()
                .forEach((key, s) -> all.put(
                        key,
                        s.kind() + " " + s.format() + s.values() + s.min() + s.max() + s.unset() + s.isOptional()
                                + s.isDefaultKey()));
        return all;
    }
}
