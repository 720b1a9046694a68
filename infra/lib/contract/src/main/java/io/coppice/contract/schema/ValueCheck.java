package io.coppice.contract.schema;

import io.coppice.contract.schema.Validator.Errors;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks one value and answers it typed; empty when an error was added. */
final class ValueCheck {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}|[+-]?0*\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.\\d*|\\.\\d+|\\d+)([eE][+-]?\\d{1,3})?");

    /** Digits of a number that is written out. */
    private static final int LONGEST_NUMBER = 400;

    private final Errors errors;
    private final ObjectCheck objects;

    ValueCheck(Errors errors, ObjectCheck objects) {
        this.errors = errors;
        this.objects = objects;
    }

    Optional<Object> value(Schema schema, Object value, String path) {
        if (value instanceof Map<?, ?> map && isObject(schema)) {
            return Optional.of(objects.whole(schema, map, path));
        }
        if (!schema.oneOf().isEmpty()) {
            return anyOf(schema, value, path);
        }
        return switch (schema.kind()) {
            case ANY ->
                value instanceof String s && schema.format().isPresent()
                        ? text(schema, s, s, path)
                        : Optional.of(value);
            case NULL -> failed(path, "type check ('null') failed - value is not null");
            case OBJECT -> failed(path, "type check ('object') failed");
            case ARRAY -> array(schema, value, path);
            case STRING, INTEGER, NUMBER, BOOLEAN -> scalar(schema, value, path);
        };
    }

    private static boolean isObject(Schema schema) {
        return switch (schema.kind()) {
            case OBJECT -> true;
            case ANY -> !schema.oneOf().isEmpty() && schema.oneOf().stream().allMatch(ValueCheck::isObject);
            default -> false;
        };
    }

    /** The first alternative that takes the value; where none does, what each has against it. */
    private Optional<Object> anyOf(Schema schema, Object value, String path) {
        List<Errors> collected = new ArrayList<>();
        for (int i = 0; i < schema.oneOf().size(); i++) {
            Errors mine = new Errors();
            Optional<Object> typed =
                    new ObjectCheckScope(mine).value(schema.oneOf().get(i), value, path + ".oneOf[" + i + "]");
            if (typed.isPresent() && mine.none()) {
                return typed;
            }
            collected.add(mine);
        }
        collected.forEach(e -> e.byPath().forEach(errors::add));
        return Optional.empty();
    }

    /** A check with errors of its own. */
    private record ObjectCheckScope(Errors errors) {
        Optional<Object> value(Schema schema, Object value, String path) {
            return new ValueCheck(errors, new ObjectCheck(errors)).value(schema, value, path);
        }
    }

    private Optional<Object> array(Schema schema, Object value, String path) {
        if (value instanceof Map) {
            return failed(path, "type check ('array') failed");
        }
        // forms that repeat a key are joined by NUL in some clients
        List<?> given =
                value instanceof List<?> l ? l : List.of((Object[]) plain(value).split("\0"));
        given = value instanceof String || value instanceof List ? given : List.of(value);
        Schema each = schema.items().orElseGet(Schema::any);
        List<Object> typed = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Object one = given.get(i);
            if (one == null) {
                errors.add(path + "[" + i + "]", ObjectCheck.MISSING);
            } else {
                value(each, one, path + "[" + i + "]").ifPresent(typed::add);
            }
        }
        return Optional.of(typed);
    }

    private Optional<Object> scalar(Schema schema, Object given, String path) {
        Object value = given instanceof List<?> list && takesLists(schema)
                ? list.stream().map(ValueCheck::plain).collect(Collectors.joining(","))
                : given;
        String type = schema.kind().name().toLowerCase(Locale.ROOT);
        if (value instanceof List || value instanceof Map) {
            return failed(
                    path, "type check ('" + type + "') failed - got " + (value instanceof List ? "ARRAY" : "HASH"));
        }
        String text = plain(value);
        Optional<Object> typed = switch (schema.kind()) {
            case INTEGER -> INTEGER.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
            case NUMBER -> NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
            case BOOLEAN -> truth(text).map(t -> t);
            default -> Optional.of(text);
        };
        if (typed.isEmpty()) {
            return failed(path, "type check ('" + type + "') failed - got '" + text + "'");
        }
        String canonical = typed.get() instanceof Boolean b ? (b ? "1" : "0") : text;
        return text(schema, canonical, typed.get(), path);
    }

    private static boolean takesLists(Schema schema) {
        return schema.kind() == Schema.Kind.STRING
                && schema.format().filter(f -> f.endsWith("-list")).isPresent();
    }

    /** What holds for the text of any scalar. The first complaint ends it. */
    private Optional<Object> text(Schema schema, String text, Object typed, String path) {
        Optional<String> complaint = Optional.<String>empty()
                .or(() -> formatComplaint(schema, text, path))
                .or(() -> schema.pattern()
                        .filter(p -> !Patterns.compiled(p).matcher(text).matches())
                        .map(p -> "value does not match the regex pattern"))
                .or(() -> schema.maxLength()
                        .filter(most -> length(text) > most)
                        .map(most -> "value may only be " + most + " characters long"))
                .or(() -> schema.minLength()
                        .filter(least -> length(text) < least)
                        .map(least -> "value must be at least " + least + " characters long"))
                .or(() -> rangeComplaint(schema, text))
                .or(() -> Optional.of(schema.values())
                        .filter(v -> !v.isEmpty() && !v.contains(text))
                        .map(v -> "value '" + text + "' does not have a value in the enumeration '"
                                + String.join(", ", v) + "'"));
        return complaint.isPresent() ? failed(path, complaint.get()) : Optional.of(typed);
    }

    private static Optional<String> formatComplaint(Schema schema, String text, String path) {
        Optional<PropertyFormat> keys =
                schema.propertyFormat().or(() -> schema.format().flatMap(NamedFormats::named));
        if (keys.isPresent()) {
            return PropertyStrings.complaint(keys.get(), text, path).map(c -> "invalid format - " + c);
        }
        return schema.format().flatMap(f -> Formats.complaint(f, text)).map(c -> "invalid format - " + c + "\n");
    }

    private static Optional<String> rangeComplaint(Schema schema, String text) {
        if ((schema.min().isEmpty() && schema.max().isEmpty())
                || !NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        return schema.max()
                .filter(most -> number.compareTo(most) > 0)
                .map(most -> "value must have a maximum value of " + most.toPlainString())
                .or(() -> schema.min()
                        .filter(least -> number.compareTo(least) < 0)
                        .map(least -> "value must have a minimum value of " + least.toPlainString()));
    }

    private Optional<Object> failed(String path, String text) {
        errors.add(path, text);
        return Optional.empty();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** A JSON scalar as the text that a form would have brought. */
    private static String plain(Object value) {
        return switch (value) {
            case Boolean b -> b ? "1" : "0";
            case Double d when d.isNaN() || d.isInfinite() -> d.toString();
            case Double d -> plain(BigDecimal.valueOf(d));
            case Float f -> plain(new BigDecimal(f.toString()));
            case BigDecimal n when n.signum() == 0 -> "0";
            // a number of nine digits can stand for a text of a billion
            case BigDecimal n
            when Math.abs(n.scale()) > LONGEST_NUMBER || n.precision() > LONGEST_NUMBER ->
                n.round(new MathContext(17)).toString();
            case BigDecimal n -> n.stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }

    /** What the API takes for yes and no, in any case of letters. */
    static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "on", "yes", "true" -> Optional.of(true);
            case "0", "off", "no", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
