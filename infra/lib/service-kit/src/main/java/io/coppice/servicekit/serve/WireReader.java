package io.coppice.servicekit.serve;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.contract.endpoint.Wire;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way back from {@link WireJson}: what one service answered, as the value that another takes. */
public final class WireReader {
    /** Names the alternative of a sealed type. */
    static final String KIND = "kind";

    /** Decimals as they are written: as doubles, 1e400 would be infinite. */
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private WireReader() {}

    /** @return null for {@code Void} and for JSON null */
    public static <O> @Nullable O read(byte[] json, Class<O> type) {
        try {
            return type == Void.class ? null : type.cast(value(JSON.readTree(json), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON array as values of one type; what is null is left out. */
    static <E> List<E> list(byte[] json, Class<E> entry) {
        try {
            List<E> all = new ArrayList<>();
            for (JsonNode one : JSON.readTree(json)) {
                Object read = value(one, entry);
                if (read != null) {
                    all.add(entry.cast(read));
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON object as maps, lists and scalars; what is no object is refused with {@link IllegalArgumentException}. */
    public static Map<String, Object> object(byte[] json) {
        try {
            JsonNode tree = JSON.readTree(json);
            if (tree == null || !tree.isObject()) {
                throw new IllegalArgumentException("the body is no JSON object");
            }
            Map<String, Object> all = new LinkedHashMap<>();
            tree.properties().forEach(e -> {
                Object plain = plain(e.getValue());
                if (plain != null) {
                    all.put(e.getKey(), plain);
                }
            });
            return all;
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is no JSON", e);
        }
    }

    static boolean isAlternative(Class<?> record) {
        return Arrays.stream(record.getInterfaces()).anyMatch(Class::isSealed);
    }

    private static @Nullable Object value(@Nullable JsonNode node, Type type) {
        Class<?> raw = type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
        if (raw == Optional.class) {
            return node == null || node.isNull()
                    ? Optional.empty()
                    : Optional.ofNullable(value(node, ((ParameterizedType) type).getActualTypeArguments()[0]));
        }
        if (raw == List.class && (node == null || node.isNull())) {
            return List.of();
        }
        if (raw == Map.class && (node == null || node.isNull())) {
            return Map.of();
        }
        if (node == null || node.isNull()) {
            return raw.isPrimitive()
                    ? (raw == boolean.class ? (Object) false : number(JSON.valueToTree(0), raw))
                    : null;
        }
        if (raw == Object.class) {
            return plain(node);
        }
        if (raw == List.class) {
            return list(node, type);
        }
        if (raw == Map.class) {
            return map(node, type);
        }
        if (raw == Vmid.class) {
            return new Vmid(node.asInt());
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return node.asInt() != 0;
        }
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
            return number(node, raw);
        }
        if (raw == String.class) {
            return node.asText();
        }
        if (raw.isEnum()) {
            return constant(node.asText(), raw);
        }
        if (raw.isSealed() && raw.isInterface()) {
            return alternative(node, raw);
        }
        return raw.isRecord() && node.isObject() ? record(node, raw) : word(node, raw);
    }

    private static Object number(JsonNode node, Class<?> raw) {
        if (raw == int.class || raw == Integer.class) {
            return node.asInt();
        }
        if (raw == long.class || raw == Long.class) {
            return node.asLong();
        }
        return raw == BigDecimal.class ? node.decimalValue() : (Object) node.asDouble();
    }

    private static Object list(JsonNode node, Type type) {
        List<Object> all = new ArrayList<>();
        for (JsonNode one : node) {
            Object read = type instanceof ParameterizedType p ? value(one, p.getActualTypeArguments()[0]) : plain(one);
            if (read != null) {
                all.add(read);
            }
        }
        return all;
    }

    private static Object map(JsonNode node, Type type) {
        Map<String, Object> all = new LinkedHashMap<>();
        node.properties().forEach(e -> {
            Object read = type instanceof ParameterizedType p
                    ? value(e.getValue(), p.getActualTypeArguments()[1])
                    : plain(e.getValue());
            if (read != null) {
                all.put(e.getKey(), read);
            }
        });
        return all;
    }

    private static Object constant(String text, Class<?> raw) {
        return Arrays.stream(raw.getEnumConstants())
                .filter(c -> ((Enum<?>) c)
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-')
                        .equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + raw.getSimpleName() + " '" + text + "'"));
    }

    private static Object alternative(JsonNode node, Class<?> sealed) {
        String kind = node.path(KIND).asText();
        for (Class<?> c : sealed.getPermittedSubclasses()) {
            if (c.getSimpleName().equals(kind)) {
                return record(node, c);
            }
        }
        throw new IllegalArgumentException("no " + sealed.getSimpleName() + " of kind '" + kind + "'");
    }

    private static Object record(JsonNode node, Class<?> raw) {
        RecordComponent[] components = raw.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Wire wire = components[i].getAnnotation(Wire.class);
            String name = wire == null ? components[i].getName() : wire.value();
            arguments[i] = value(node.get(name), components[i].getGenericType());
        }
        try {
            Constructor<?> made = raw.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            made.setAccessible(true);
            return made.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read a " + raw.getSimpleName(), e);
        }
    }

    private static Object word(JsonNode node, Class<?> raw) {
        try {
            try {
                return raw.getDeclaredMethod("parse", String.class).invoke(null, node.asText());
            } catch (NoSuchMethodException e) {
                return raw.getDeclaredConstructor(String.class).newInstance(node.asText());
            }
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("no " + raw.getSimpleName() + ": " + node, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read a " + raw.getSimpleName(), e);
        }
    }

    /** What no long can hold stays what it is, so that it is refused and not cut. */
    private static Object wholeOrDecimal(JsonNode node) {
        if (!node.isIntegralNumber()) {
            return node.decimalValue();
        }
        return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
    }

    static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> wholeOrDecimal(node);
            case ARRAY -> list(node, List.class);
            case OBJECT -> map(node, Map.class);
            default -> node.asText();
        };
    }
}
