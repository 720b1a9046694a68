package io.coppice.contract.endpoint;

import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Digest;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.TokenId;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.UserId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each Java type of an input record is on the wire. */
final class Words {
    interface Reader {
        /** @param value checked, null where it was not given */
        @Nullable
        Object read(@Nullable Object value, String name);
    }

    private record Word(Schema schema, Function<String, Object> parse) {}

    private static final Map<Class<?>, Word> WORDS = Map.of(
            Vmid.class, new Word(Schema.integer(Vmid.LOWEST, Vmid.HIGHEST).format("pve-vmid"), Vmid::parse),
            NodeName.class, new Word(Schema.string().format("pve-node"), NodeName::new),
            StorageId.class, new Word(Schema.string().format("pve-storage-id"), StorageId::new),
            PoolId.class, new Word(Schema.string().format("pve-poolid"), PoolId::new),
            UserId.class, new Word(Schema.string().format("pve-userid").maxLength(64), UserId::parse),
            TokenId.class, new Word(Schema.string(), TokenId::parse),
            VolumeId.class, new Word(Schema.string().format("pve-volume-id"), VolumeId::parse),
            Upid.class, new Word(Schema.string(), Upid::parse),
            Digest.class, new Word(Schema.string().maxLength(64), Digest::new));

    private Words() {}

    static Parameter parameter(RecordComponent c, Set<String> inPath) {
        Param note = c.getAnnotation(Param.class);
        if (note == null) {
            throw new IllegalArgumentException(c.getDeclaringRecord().getName() + "." + c.getName() + " lacks @Param");
        }
        String name = note.name().isEmpty() ? c.getName() : note.name();
        Type type = c.getGenericType();
        boolean optional = raw(type) == Optional.class
                || raw(type) == List.class && note.format().endsWith("-list");
        Type inner = raw(type) == Optional.class ? argument(type) : type;
        Schema schema = refine(schema(inner, note), note);
        if (optional) {
            schema = schema.optional();
        }
        if (!note.unit().isEmpty()) {
            schema = schema.says(note.value() + " (" + note.unit() + ")");
        }
        return new Parameter(name, schema, inPath.contains(name), note.ours(), note.secret());
    }

    private static Schema schema(Type type, Param note) {
        Class<?> raw = raw(type);
        Word word = WORDS.get(raw);
        if (word != null) {
            return word.schema();
        }
        if (raw == String.class) {
            return Schema.string();
        }
        if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
            return Schema.integer();
        }
        if (raw == double.class || raw == Double.class || raw == BigDecimal.class) {
            return Schema.number();
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Schema.bool();
        }
        if (raw.isEnum()) {
            return Schema.string()
                    .values(Arrays.stream(raw.getEnumConstants())
                            .map(Words::constant)
                            .toList());
        }
        if (raw == List.class) {
            return note.format().endsWith("-list") ? Schema.string() : Schema.array(schema(argument(type), note));
        }
        throw new IllegalArgumentException("no wire form for " + type);
    }

    private static Schema refine(Schema start, Param note) {
        Schema s = start.says(note.value());
        if (note.format().equals("-")) {
            s = s.kind() == Schema.Kind.INTEGER ? Schema.integer() : Schema.string();
        } else if (!note.format().isEmpty()) {
            s = s.format(note.format());
        }
        if (!note.pattern().isEmpty()) {
            s = s.pattern(note.pattern());
        }
        if (note.min() != Double.NEGATIVE_INFINITY) {
            s = s.min(note.min());
        }
        if (note.max() != Double.POSITIVE_INFINITY) {
            s = s.max(note.max());
        }
        if (note.minLength() >= 0) {
            s = s.minLength(note.minLength());
        }
        if (note.maxLength() >= 0) {
            s = s.maxLength(note.maxLength());
        }
        if (note.values().length > 0) {
            s = s.values(List.of(note.values()));
        }
        if (!note.otherwise().isEmpty()) {
            s = s.otherwise(note.otherwise());
        }
        if (!note.requires().isEmpty()) {
            s = s.requires(note.requires());
        }
        return s;
    }

    static Reader reader(Type type, Parameter p) {
        if (raw(type) == Optional.class) {
            Reader inner = reader(argument(type), p);
            return (value, name) -> value == null ? Optional.empty() : Optional.ofNullable(inner.read(value, name));
        }
        if (raw(type) == List.class) {
            Reader inner = reader(argument(type), p);
            return (value, name) -> {
                List<Object> all = new ArrayList<>();
                for (Object one : parts(value)) {
                    Object read = inner.read(one, name);
                    if (read != null) {
                        all.add(read);
                    }
                }
                return List.copyOf(all);
            };
        }
        Reader plain = plain(raw(type));
        String unset = p.schema().unset().filter(u -> !u.startsWith("$")).orElse(null);
        return (value, name) -> plain.read(value == null ? unset : value, name);
    }

    private static List<?> parts(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        return Arrays.stream(value.toString().split("[,;\\s\\x00]+"))
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private static Reader plain(Class<?> raw) {
        Word word = WORDS.get(raw);
        if (word != null) {
            return (value, name) -> value == null ? null : word.parse().apply(value.toString());
        }
        if (raw == int.class || raw == Integer.class) {
            return (value, name) -> value == null ? Integer.valueOf(0) : Integer.valueOf(value.toString());
        }
        if (raw == long.class || raw == Long.class) {
            return (value, name) -> value == null ? Long.valueOf(0) : Long.valueOf(value.toString());
        }
        if (raw == double.class || raw == Double.class) {
            return (value, name) -> value == null ? Double.valueOf(0) : Double.valueOf(value.toString());
        }
        if (raw == BigDecimal.class) {
            return (value, name) -> value == null ? null : new BigDecimal(value.toString());
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return (value, name) -> value != null
                    && Set.of("1", "true", "yes", "on")
                            .contains(value.toString().toLowerCase(Locale.ROOT));
        }
        if (raw.isEnum()) {
            Object[] constants = raw.getEnumConstants();
            return (value, name) -> Arrays.stream(constants)
                    .filter(c -> constant(c).equals(String.valueOf(value)))
                    .findFirst()
                    .orElse(null);
        }
        return (value, name) -> value == null ? null : text(value);
    }

    /** As it is sent: words as texts, booleans as 0 and 1; nothing for what is absent. */
    static Optional<Object> write(@Nullable Object value, Parameter p) {
        return switch (value) {
            case null -> Optional.empty();
            case Optional<?> o -> o.flatMap(v -> write(v, p));
            case List<?> l ->
                l.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                p.schema().kind() == Schema.Kind.ARRAY
                                        ? l.stream().map(Words::text).toList()
                                        : String.join(
                                                ",", l.stream().map(Words::text).toList()));
            case Number n -> Optional.of(n);
            default -> Optional.of(text(value));
        };
    }

    /** A checked value as the text that configuration files hold. */
    static String text(Object value) {
        if (value instanceof Boolean b) {
            return b ? "1" : "0";
        }
        if (value instanceof BigDecimal n) {
            return n.toPlainString();
        }
        return value instanceof Enum<?> ? constant(value) : value.toString();
    }

    private static String constant(Object enumConstant) {
        return ((Enum<?>) enumConstant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    private static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }
}
