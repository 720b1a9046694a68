package io.coppice.servicekit.config;

import io.coppice.contract.word.Bytes;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settings as {@code key = value}, bound to a record: the component {@code idleTimeout} is the key {@code idle-timeout}, a
 * component that is a record is a prefix ({@code gateway.idle-timeout}). Components are texts, {@code int}, {@code long},
 * {@code boolean}, {@link Duration}, {@link Bytes}, {@link Path}, enums, {@code Optional} of these, and records of these.
 */
public final class Configuration {
    private final Map<String, String> given;
    private final Set<String> known = new TreeSet<>();

    private Configuration(Map<String, String> given) {
        this.given = given;
    }

    /** @throws ConfigurationError naming the first key that is unknown, missing or malformed */
    public static <R extends Record> R read(Map<String, String> given, Class<R> type) {
        Configuration reading = new Configuration(new TreeMap<>(given));
        R made = type.cast(reading.record(type, ""));
        for (String key : reading.given.keySet()) {
            if (!reading.known.contains(key)) {
                throw new ConfigurationError("unknown setting '" + key + "'; known are " + reading.known);
            }
        }
        return made;
    }

    /** From a file in the format of Java's properties; one that is not there sets nothing. */
    public static <R extends Record> R read(Path file, Class<R> type) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            }
        }
        Map<String, String> given = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(k -> given.put(k, properties.getProperty(k)));
        return read(given, type);
    }

    private Object record(Class<?> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + kebab(components[i].getName());
            arguments[i] = components[i].getType().isRecord() && components[i].getType() != Bytes.class
                    ? record(components[i].getType(), key + ".")
                    : component(components[i], key);
        }
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new ConfigurationError((prefix.isEmpty() ? "" : prefix + "*: ") + why.getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no record", e);
        }
    }

    private Object component(RecordComponent c, String key) {
        known.add(key);
        boolean optional = c.getType() == Optional.class;
        Type type = optional ? ((ParameterizedType) c.getGenericType()).getActualTypeArguments()[0] : c.getType();
        Default otherwise = c.getAnnotation(Default.class);
        @Nullable String text = given.get(key);
        if (text == null && otherwise != null) {
            text = otherwise.value();
        }
        if (text == null) {
            if (optional) {
                return Optional.empty();
            }
            throw new ConfigurationError("the setting '" + key + "' is missing");
        }
        try {
            Object value = value(text.strip(), (Class<?>) type);
            return optional ? Optional.of(value) : value;
        } catch (IllegalArgumentException e) {
            throw new ConfigurationError("the setting '" + key + "' " + e.getMessage());
        }
    }

    private static Object value(String text, Class<?> type) {
        if (type == Duration.class) {
            return Units.duration(text);
        }
        if (type == Bytes.class) {
            return Units.bytes(text);
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        if (type == boolean.class || type == Boolean.class) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("is true or false, not '" + text + "'");
            };
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return number(text, type);
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(c -> c.toString().equalsIgnoreCase(text.replace('-', '_')))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("is one of "
                            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ", not '"
                            + text + "'"));
        }
        if (type == String.class) {
            return text;
        }
        throw new IllegalStateException("a configuration has no " + type.getName());
    }

    private static Object number(String text, Class<?> type) {
        try {
            long n = Long.parseLong(text);
            return type == int.class || type == Integer.class ? (Object) Math.toIntExact(n) : (Object) n;
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("is a whole number, not '" + text + "'");
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
