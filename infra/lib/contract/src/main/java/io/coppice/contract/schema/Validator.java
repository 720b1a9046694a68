package io.coppice.contract.schema;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks the parameters of a request. */
public final class Validator {
    private Validator() {}

    /**
     * What came of a check.
     *
     * @param values by name: {@code Long} for integers, {@code BigDecimal} for numbers, {@code Boolean}, {@code String},
     *     {@code List}; defaults are not filled in
     * @param errors by name, empty when all is well
     */
    public record Checked(Map<String, Object> values, Map<String, String> errors) {}

    /** Checks {@code given} (texts, JSON scalars, lists, maps) against the properties of an object schema. */
    public static Checked check(Schema object, Map<String, ?> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> errors = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            Schema schema = object.properties().get(name);
            if (schema == null) {
                errors.put(
                        name, "property is not defined in schema and the schema does not allow additional properties");
            } else {
                Object typed = typed(schema, value);
                if (typed == null) {
                    errors.put(
                            name,
                            "type check ('" + schema.kind().name().toLowerCase(Locale.ROOT) + "') failed - got '"
                                    + value + "'");
                } else {
                    values.put(name, typed);
                }
            }
        });
        object.properties().forEach((name, schema) -> {
            if (!schema.isOptional() && !given.containsKey(name)) {
                errors.put(name, "property is missing and it is not optional");
            }
        });
        return new Checked(values, errors);
    }

    private static @org.jspecify.annotations.Nullable Object typed(Schema schema, Object value) {
        return switch (schema.kind()) {
            case INTEGER -> value.toString().matches("[+-]?\\d{1,18}") ? Long.valueOf(value.toString()) : null;
            case NUMBER -> value.toString().matches("[+-]?\\d+(\\.\\d*)?") ? new BigDecimal(value.toString()) : null;
            case BOOLEAN -> truth(value.toString()).orElse(null);
            default -> value;
        };
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "on", "yes", "true" -> Optional.of(true);
            case "0", "off", "no", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
