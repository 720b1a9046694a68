package io.coppice.contract.schema;

import java.math.BigDecimal;
import java.util.HashSet;
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
        Splitter splitter = new Splitter(format, new LinkedHashMap<>(), new HashSet<>());
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                splitter.part(part);
            }
        }
        return splitter.raw();
    }

    /** @param viaAlias keys whose value came under another name */
    private record Splitter(PropertyFormat format, Map<String, Object> raw, Set<String> viaAlias) {
        void part(String part) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                put(
                        format.defaultKey()
                                .orElseThrow(
                                        () -> broken("value without key, but schema does not define a default key")),
                        part);
            } else if (equals == 0 || equals == part.length() - 1) {
                throw broken("missing key in comma-separated list property");
            } else {
                keyed(part.substring(0, equals), part.substring(equals + 1));
            }
        }

        private void keyed(String key, String value) {
            Schema schema = format.keys().get(key);
            if (schema == null) {
                throw broken("invalid key in comma-separated list property: " + key);
            }
            if (schema.alias().isEmpty()) {
                put(key, value);
                return;
            }
            schema.keyAlias().ifPresent(named -> {
                if (raw.putIfAbsent(named, key) != null) {
                    throw broken("key alias '" + named + "' is already defined");
                }
            });
            viaAlias.add(schema.alias().get());
            put(schema.alias().get(), value);
        }

        private void put(String key, String value) {
            if (raw.putIfAbsent(key, value) != null) {
                throw broken("duplicate key in comma-separated list property: " + key
                        + (viaAlias.contains(key) ? " - already defined (via alias)" : ""));
            }
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
