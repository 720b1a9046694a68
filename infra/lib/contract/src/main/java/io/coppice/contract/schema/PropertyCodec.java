package io.coppice.contract.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes property strings as records. Components with {@link Key} are keys; a component without it whose type is
 * a record of such components lends its keys, so that forty keys can be five records. What is read and written again is
 * the same value: {@code read(write(r)).equals(r)}.
 *
 * @param <R> the record
 */
public final class PropertyCodec<R extends Record> {
    private final PropertyFormat format;
    private final Shape<R> shape;

    /** A record type: how to make one, and what each component is. */
    private record Shape<T extends Record>(Constructor<T> constructor, List<Slot> slots) {}

    /** A component: a key, or a record that lends its keys. */
    private record Slot(
            RecordComponent component,
            String key,
            KeyType type,
            @Nullable Shape<?> inner) {}

    private PropertyCodec(PropertyFormat format, Shape<R> shape) {
        this.format = format;
        this.shape = shape;
    }

    /** @throws IllegalArgumentException if the record contradicts itself; thrown when its class is loaded, so at start */
    public static <R extends Record> PropertyCodec<R> of(String name, Class<R> type) {
        Map<String, Schema> keys = new LinkedHashMap<>();
        Shape<R> shape = shape(type, keys);
        keys.forEach((key, schema) -> {
            schema.keyAlias().filter(k -> !keys.containsKey(k)).ifPresent(k -> {
                throw new IllegalArgumentException(type.getName() + " has no key " + k + " for its alias " + key);
            });
        });
        if (keys.values().stream().filter(Schema::isDefaultKey).count() > 1) {
            throw new IllegalArgumentException(type.getName() + " has two keys without a name");
        }
        return new PropertyCodec<>(new PropertyFormat(name, keys), shape);
    }

    /** The same codec, with a rule between keys. */
    public PropertyCodec<R> where(PropertyFormat.Rule rule) {
        return new PropertyCodec<>(format.where(rule), shape);
    }

    public PropertyFormat format() {
        return format;
    }

    /** The schema of a parameter that holds such a string; it must be given unless made optional. */
    public Schema schema() {
        return Schema.string().format(format);
    }

    /** @throws PropertyStrings.Unfit if the text does not fit */
    public R read(String text) {
        return read(text, "");
    }

    /** As {@link #read(String)}; {@code path} stands before the keys in errors. */
    public R read(String text, String path) {
        return make(shape, PropertyStrings.parse(format, text, path));
    }

    /** @throws PropertyStrings.Unfit if a value breaks its key's limits */
    public String write(R value) {
        Map<String, Object> values = new LinkedHashMap<>();
        collect(shape, value, values);
        return PropertyStrings.print(format, values);
    }

    private static <T extends Record> Shape<T> shape(Class<T> type, Map<String, Schema> keys) {
        RecordComponent[] components = type.getRecordComponents();
        List<Slot> slots = new ArrayList<>();
        for (RecordComponent c : components) {
            slots.add(slot(c, keys));
        }
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            constructor.setAccessible(true);
            return new Shape<>(constructor, List.copyOf(slots));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is no record", e);
        }
    }

    private static Slot slot(RecordComponent c, Map<String, Schema> keys) {
        c.getAccessor().setAccessible(true);
        Key note = c.getAnnotation(Key.class);
        if (note == null) {
            if (!c.getType().isRecord()) {
                throw new IllegalArgumentException(
                        c.getDeclaringRecord().getName() + "." + c.getName() + " lacks @Key");
            }
            Shape<?> inner = shape(c.getType().asSubclass(Record.class), keys);
            return new Slot(c, "", KeyType.of(String.class, ""), inner);
        }
        String key = note.name().isEmpty() ? c.getName() : note.name();
        KeyType type = KeyType.of(c.getGenericType(), note.otherwise());
        declare(keys, key, type.declare(note));
        for (String alias : note.aliases()) {
            Schema other = Schema.any().alias(key);
            declare(keys, alias, note.aliasKey().isEmpty() ? other : other.keyAlias(note.aliasKey()));
        }
        return new Slot(c, key, type, null);
    }

    private static void declare(Map<String, Schema> keys, String key, Schema schema) {
        if (keys.put(key, schema) != null) {
            throw new IllegalArgumentException("the key " + key + " is declared twice");
        }
    }

    private static <T extends Record> T make(Shape<T> shape, Map<String, Object> values) {
        @Nullable Object[] arguments = new Object[shape.slots().size()];
        for (int i = 0; i < arguments.length; i++) {
            Slot slot = shape.slots().get(i);
            arguments[i] = slot.inner() != null
                    ? make(slot.inner(), values)
                    : slot.type().read(values.get(slot.key()));
        }
        try {
            return shape.constructor().newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw new PropertyStrings.Unfit(wrong.getMessage() + "\n", Map.of());
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(Shape<?> shape, Object record, Map<String, Object> values) {
        for (Slot slot : shape.slots()) {
            try {
                Object value = slot.component().getAccessor().invoke(record);
                if (slot.inner() != null && value != null) {
                    collect(slot.inner(), value, values);
                } else {
                    slot.type().write(value).ifPresent(v -> values.put(slot.key(), v));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + slot.component(), e);
            }
        }
    }
}
