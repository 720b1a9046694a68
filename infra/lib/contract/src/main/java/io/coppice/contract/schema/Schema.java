package io.coppice.contract.schema;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one value may be. Immutable: every setter answers a changed copy, so that it reads as a sentence,
 * {@code integer().min(1).max(128).otherwise(1).says("Cores per socket.")}. What is optional says so.
 */
public final class Schema implements Cloneable {
    /** The JSON type; {@code ANY} checks nothing. */
    public enum Kind {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        OBJECT,
        ARRAY,
        NULL,
        ANY
    }

    private final Kind kind;
    private @Nullable String format;
    private @Nullable PropertyFormat propertyFormat;
    private List<String> values = List.of();
    private @Nullable String pattern;
    private @Nullable BigDecimal min;
    private @Nullable BigDecimal max;
    private @Nullable Integer minLength;
    private @Nullable Integer maxLength;
    private @Nullable String unset;
    private boolean optional;
    private @Nullable String requires;
    private @Nullable String alias;
    private @Nullable String keyAlias;
    private boolean defaultKey;
    private Map<String, Schema> properties = Map.of();
    private boolean additional;
    private @Nullable Schema others;
    private @Nullable Schema items;
    private List<Schema> allOf = List.of();
    private List<Schema> oneOf = List.of();
    private @Nullable String typeProperty;
    private @Nullable Schema typeSchema;
    private List<String> instanceTypes = List.of();
    private String description = "";

    private Schema(Kind kind) {
        this.kind = kind;
    }

    public static Schema string() {
        return new Schema(Kind.STRING);
    }

    /** A string that is one of these. */
    public static Schema oneOfTexts(String... values) {
        return string().values(List.of(values));
    }

    public static Schema integer() {
        return new Schema(Kind.INTEGER);
    }

    public static Schema integer(long min, long max) {
        return integer().min(min).max(max);
    }

    public static Schema number() {
        return new Schema(Kind.NUMBER);
    }

    public static Schema bool() {
        return new Schema(Kind.BOOLEAN);
    }

    public static Schema any() {
        return new Schema(Kind.ANY);
    }

    public static Schema nothing() {
        return new Schema(Kind.NULL);
    }

    public static Schema array(Schema items) {
        return new Schema(Kind.ARRAY).change(s -> s.items = items);
    }

    /** An object with these properties and no others. */
    public static Schema object(Map<String, Schema> properties) {
        return new Schema(Kind.OBJECT)
                .change(s -> s.properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties)));
    }

    public static Schema allOf(List<Schema> all) {
        return new Schema(Kind.OBJECT).change(s -> s.allOf = List.copyOf(all));
    }

    public static Schema oneOf(List<Schema> alternatives) {
        return new Schema(Kind.ANY).change(s -> s.oneOf = List.copyOf(alternatives));
    }

    /** The name of a scalar format that {@link Formats} knows; {@code X-list} and {@code X-opt} are understood. */
    public Schema format(String name) {
        return change(s -> s.format = name);
    }

    /** The value is a property string of this format. */
    public Schema format(PropertyFormat named) {
        return change(s -> {
            s.propertyFormat = named;
            s.format = named.name();
        });
    }

    public Schema values(List<String> these) {
        return change(s -> s.values = List.copyOf(these));
    }

    /** A regular expression that the whole value must match. */
    public Schema pattern(String regex) {
        return change(s -> s.pattern = regex);
    }

    public Schema min(double least) {
        return change(s -> s.min = BigDecimal.valueOf(least).stripTrailingZeros());
    }

    public Schema max(double most) {
        return change(s -> s.max = BigDecimal.valueOf(most).stripTrailingZeros());
    }

    public Schema minLength(int characters) {
        return change(s -> s.minLength = characters);
    }

    public Schema maxLength(int characters) {
        return change(s -> s.maxLength = characters);
    }

    /** What holds when it is absent; implies optional. A text that starts with {@code $} describes, it is no literal. */
    public Schema otherwise(Object value) {
        return change(s -> {
            s.unset = String.valueOf(value);
            s.optional = true;
        });
    }

    /** As {@link #otherwise}, for a property that must be there all the same. */
    public Schema documentedDefault(Object value) {
        return change(s -> s.unset = String.valueOf(value));
    }

    public Schema optional() {
        return change(s -> s.optional = true);
    }

    public Schema required() {
        return change(s -> s.optional = false);
    }

    /** Another property that must then be there too. */
    public Schema requires(String other) {
        return change(s -> s.requires = other);
    }

    /** This property is another spelling of that one. */
    public Schema alias(String of) {
        return change(s -> s.alias = of);
    }

    /** When this property is used, the property of that name is set to this property's name. */
    public Schema keyAlias(String of) {
        return change(s -> s.keyAlias = of);
    }

    /** In a property string this key's name may be left out. */
    public Schema defaultKey() {
        return change(s -> s.defaultKey = true);
    }

    /** An object may have properties that are not listed. */
    public Schema andOthers() {
        return change(s -> s.additional = true);
    }

    /** As {@link #andOthers()}, each of them being of this schema. */
    public Schema andOthers(Schema each) {
        return change(s -> {
            s.additional = true;
            s.others = each;
        });
    }

    /** As {@link #chosenBy(String)}, and what the value of that property may be. */
    public Schema chosenBy(String property, Schema what) {
        return change(s -> {
            s.typeProperty = property;
            s.typeSchema = what;
        });
    }

    /** The property whose value chooses among the alternatives. */
    public Schema chosenBy(String property) {
        return change(s -> s.typeProperty = property);
    }

    /** The values of the type property for which this alternative stands. */
    public Schema forTypes(List<String> types) {
        return change(s -> s.instanceTypes = List.copyOf(types));
    }

    public Schema says(String text) {
        return change(s -> s.description = text);
    }

    /** Replaces the properties of an object. */
    public Schema properties(Map<String, Schema> these) {
        return change(s -> s.properties = Collections.unmodifiableMap(new LinkedHashMap<>(these)));
    }

    public Kind kind() {
        return kind;
    }

    public Optional<String> format() {
        return Optional.ofNullable(format);
    }

    public Optional<PropertyFormat> propertyFormat() {
        return Optional.ofNullable(propertyFormat);
    }

    public List<String> values() {
        return values;
    }

    public Optional<String> pattern() {
        return Optional.ofNullable(pattern);
    }

    public Optional<BigDecimal> min() {
        return Optional.ofNullable(min);
    }

    public Optional<BigDecimal> max() {
        return Optional.ofNullable(max);
    }

    public Optional<Integer> minLength() {
        return Optional.ofNullable(minLength);
    }

    public Optional<Integer> maxLength() {
        return Optional.ofNullable(maxLength);
    }

    public Optional<String> unset() {
        return Optional.ofNullable(unset);
    }

    public boolean isOptional() {
        return optional;
    }

    public Optional<String> requires() {
        return Optional.ofNullable(requires);
    }

    public Optional<String> alias() {
        return Optional.ofNullable(alias);
    }

    public Optional<String> keyAlias() {
        return Optional.ofNullable(keyAlias);
    }

    public boolean isDefaultKey() {
        return defaultKey;
    }

    public Map<String, Schema> properties() {
        return properties;
    }

    public boolean allowsOthers() {
        return additional;
    }

    /** What each property that is not listed must be. */
    public Optional<Schema> others() {
        return Optional.ofNullable(others);
    }

    public Optional<Schema> typeSchema() {
        return Optional.ofNullable(typeSchema);
    }

    public Optional<Schema> items() {
        return Optional.ofNullable(items);
    }

    public List<Schema> allOf() {
        return allOf;
    }

    public List<Schema> oneOf() {
        return oneOf;
    }

    public Optional<String> typeProperty() {
        return Optional.ofNullable(typeProperty);
    }

    public List<String> instanceTypes() {
        return instanceTypes;
    }

    public String description() {
        return description;
    }

    private Schema change(Consumer<Schema> how) {
        try {
            Schema copy = (Schema) clone();
            how.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
