package io.coppice.contract.schema;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes property strings: {@code key=value} parts, separated by commas, which no value may therefore hold. The
 * default key may come without its name. Written are the default key, then the required keys, then the others, each group
 * sorted; a key that has key aliases and the value they stand for come first together, as in {@code virtio=BC:24:…}.
 */
public final class PropertyStrings {
    private PropertyStrings() {}

    /** The text is no property string of the format; the message is the API's and ends its lines. */
    public static final class Unfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, String> errors;

        Unfit(String message, Map<String, String> errors) {
            super(message);
            this.errors = Map.copyOf(errors);
        }

        /** By path, where single keys are wrong; empty where the text as a whole is. */
        public Map<String, String> errors() {
            return errors;
        }
    }

    /**
     * The typed values by key, in the order in which they stand, aliases resolved, defaults not filled in.
     *
     * @throws Unfit if a key or value does not fit
     */
    public static Map<String, Object> parse(PropertyFormat format, String text) {
        return parse(format, text, "");
    }

    /** As {@link #parse(PropertyFormat, String)}; {@code path} stands before the keys in errors. */
    public static Map<String, Object> parse(PropertyFormat format, String text, String path) {
        Map<String, Object> raw = split(format, text);
        Schema object = Schema.object(format.keys());
        Validator.Checked checked = Validator.check(object, raw, path);
        if (!checked.errors().isEmpty()) {
            throw unfit("format error\n", checked.errors());
        }
        format.rule().complaint(checked.values()).ifPresent(c -> {
            throw new Unfit(c + "\n", Map.of());
        });
        return checked.values();
    }

    /** What {@link #parse} would throw. */
    static Optional<String> complaint(PropertyFormat format, String text, String path) {
        try {
            parse(format, text, path);
            return Optional.empty();
        } catch (Unfit e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Unfit unfit(String head, Map<String, String> errors) {
        return new Unfit(
                new TreeMap<>(errors)
                        .entrySet().stream()
                                .map(e -> e.getKey() + ": " + e.getValue() + "\n")
                                .collect(Collectors.joining("", head, "")),
                errors);
    }

    private static Map<String, Object> split(PropertyFormat format, String text) {
        Map<String, Object> raw = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 0) {
                String key = format.defaultKey()
                        .orElseThrow(() -> broken("value without key, but schema does not define a default key"));
                put(raw, key, part, "duplicate key in comma-separated list property: " + key);
            } else if (equals == 0 || equals == part.length() - 1) {
                throw broken("missing key in comma-separated list property");
            } else {
                keyed(format, part.substring(0, equals), part.substring(equals + 1), raw);
            }
        }
        return raw;
    }

    private static void keyed(PropertyFormat format, String key, String value, Map<String, Object> raw) {
        Schema schema = format.keys().get(key);
        if (schema == null) {
            throw broken("invalid key in comma-separated list property: " + key);
        }
        String target = schema.alias().orElse(null);
        if (target == null) {
            put(raw, key, value, "duplicate key in comma-separated list property: " + key);
            return;
        }
        schema.keyAlias().ifPresent(named -> put(raw, named, key, "key alias '" + named + "' is already defined"));
        put(raw, target, value, "key '" + target + "' already defined (via alias)");
    }

    private static void put(Map<String, Object> raw, String key, String value, String whenThere) {
        if (raw.putIfAbsent(key, value) != null) {
            throw broken(whenThere);
        }
    }

    private static Unfit broken(String message) {
        return new Unfit(message + "\n", Map.of());
    }

    /** @throws Unfit if the values do not fit the format */
    public static String print(PropertyFormat format, Map<String, ?> values) {
        return print(format, values, Set.of());
    }

    /** As {@link #print(PropertyFormat, Map)}, without some keys. Sizes may be given as numbers of bytes. */
    public static String print(PropertyFormat format, Map<String, ?> values, Set<String> without) {
        Map<String, Object> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> texts.put(key, text(format.keys().get(key), value)));
        Validator.Checked checked = Validator.check(Schema.object(format.keys()), texts, "");
        if (!checked.errors().isEmpty()) {
            throw unfit("format error\n", checked.errors());
        }
        format.rule().complaint(checked.values()).ifPresent(c -> {
            throw new Unfit(c + "\n", Map.of());
        });
        Map<String, Object> left = new TreeMap<>(checked.values());
        without.forEach(left::remove);
        return new Printer(format, left).all();
    }

    private static Object text(@Nullable Schema schema, Object value) {
        boolean size =
                schema != null && schema.format().filter("disk-size"::equals).isPresent() && value instanceof Number;
        return size ? DiskSize.print(((Number) value).longValue()) : value;
    }

    /** Takes what it has printed out of what is left. */
    private record Printer(PropertyFormat format, Map<String, Object> left) {
        String all() {
            StringBuilder out = new StringBuilder();
            format.defaultKey().ifPresent(key -> add(out, key));
            new TreeMap<>(format.keys()).forEach((key, schema) -> {
                if (!schema.isOptional()) {
                    add(out, key);
                }
            });
            new TreeSet<>(left.keySet()).forEach(key -> add(out, key));
            return out.toString();
        }

        private void add(StringBuilder out, String key) {
            Object value = left.remove(key);
            if (value == null) {
                return;
            }
            String text = plain(key, value);
            String named = format.keys().values().stream()
                    .filter(s -> s.keyAlias().filter(key::equals).isPresent())
                    .flatMap(s -> s.alias().stream())
                    .findFirst()
                    .orElse("");
            Object partner = left.remove(named);
            out.append(out.isEmpty() ? "" : ",");
            if (partner != null) {
                out.append(text).append('=').append(plain(named, partner));
            } else if (format.defaultKey().filter(key::equals).isPresent()) {
                out.append(text);
            } else {
                out.append(key).append('=').append(text);
            }
        }

        private static String plain(String key, Object value) {
            String text = switch (value) {
                case Boolean b -> b ? "1" : "0";
                case BigDecimal n -> n.toPlainString();
                default -> value.toString();
            };
            if (text.indexOf(',') >= 0) {
                throw broken("illegal value with commas for " + key);
            }
            return text;
        }
    }
}
