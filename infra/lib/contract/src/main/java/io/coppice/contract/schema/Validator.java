package io.coppice.contract.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parameters of a request. Errors are the texts that clients of the API match, by the name of the property:
 * {@code a.b} inside objects, {@code a[0]} inside arrays, {@code oneOf[type].a} inside an alternative.
 */
public final class Validator {
    private Validator() {}

    /**
     * What came of a check.
     *
     * @param values by name and in the order they came: {@code Long} for integers, {@code BigDecimal} for numbers,
     *     {@code Boolean}, {@code String}, {@code List}, {@code Map}; aliases replaced by what they stand for; defaults
     *     are not filled in
     * @param errors by name, empty when all is well
     */
    public record Checked(Map<String, Object> values, Map<String, String> errors) {}

    /**
     * Checks {@code given} (texts, JSON scalars, lists, maps; null counts as absent) against an object schema. A list given
     * for a text of a {@code -list} format is joined by commas, a scalar given for an array becomes a list of one.
     */
    public static Checked check(Schema object, Map<String, ? extends @Nullable Object> given) {
        return check(object, given, "");
    }

    static Checked check(Schema object, Map<String, ? extends @Nullable Object> given, String path) {
        Errors errors = new Errors();
        Map<String, Object> values = new ObjectCheck(errors).whole(object, given, path);
        return new Checked(values, errors.byPath());
    }

    /** Errors gathered by path; several at one path are joined. */
    static final class Errors {
        private final Map<String, String> byPath = new LinkedHashMap<>();

        void add(String path, String text) {
            byPath.merge(path.isEmpty() ? "_root" : path, text, (a, b) -> a + "\\n" + b);
        }

        boolean none() {
            return byPath.isEmpty();
        }

        Map<String, String> byPath() {
            return byPath;
        }
    }
}
