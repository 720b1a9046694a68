package io.coppice.contract.schema;

import io.coppice.contract.word.Bytes;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a Java type is in a property string, read and written. Lists are separated by semicolons. */
final class KeyType {
    private enum Many {
        ONE,
        OPTIONAL,
        LIST
    }

    private record Kind(Schema schema, Function<String, Object> parse) {}

    private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(
            Map.entry(String.class, new Kind(Schema.string(), t -> t)),
            Map.entry(int.class, new Kind(Schema.integer(), Integer::valueOf)),
            Map.entry(Integer.class, new Kind(Schema.integer(), Integer::valueOf)),
            Map.entry(long.class, new Kind(Schema.integer(), Long::valueOf)),
            Map.entry(Long.class, new Kind(Schema.integer(), Long::valueOf)),
            Map.entry(double.class, new Kind(Schema.number(), Double::valueOf)),
            Map.entry(Double.class, new Kind(Schema.number(), Double::valueOf)),
            Map.entry(BigDecimal.class, new Kind(Schema.number(), BigDecimal::new)),
            Map.entry(boolean.class, new Kind(Schema.bool(), KeyType::truth)),
            Map.entry(Boolean.class, new Kind(Schema.bool(), KeyType::truth)),
            Map.entry(Bytes.class, new Kind(Schema.string().format("disk-size"), KeyType::bytes)),
            Map.entry(Vmid.class, new Kind(Schema.integer().format("pve-vmid"), Vmid::parse)),
            Map.entry(NodeName.class, new Kind(Schema.string().format("pve-node"), NodeName::new)),
            Map.entry(StorageId.class, new Kind(Schema.string().format("pve-storage-id"), StorageId::new)),
            Map.entry(VolumeId.class, new Kind(Schema.string().format("pve-volume-id"), VolumeId::parse)));

    private final Class<?> raw;
    private final Many many;
    private final Kind kind;
    private final @Nullable String unset;

    private KeyType(Class<?> raw, Many many, @Nullable String unset) {
        this.raw = raw;
        this.many = many;
        this.kind = kind(raw);
        this.unset = unset;
    }

    /** @param otherwise what holds when the key is absent; nothing where it is empty or only describes */
    static KeyType of(Type type, String otherwise) {
        String unset = otherwise.isEmpty() || otherwise.startsWith("$") ? null : otherwise;
        if (type instanceof ParameterizedType p) {
            Class<?> inner = (Class<?>) p.getActualTypeArguments()[0];
            return new KeyType(inner, p.getRawType() == List.class ? Many.LIST : Many.OPTIONAL, unset);
        }
        return new KeyType((Class<?>) type, Many.ONE, unset);
    }

    private static Kind kind(Class<?> raw) {
        if (raw.isEnum()) {
            Map<String, Object> constants = Arrays.stream(raw.getEnumConstants())
                    .collect(Collectors.toMap(KeyType::constant, c -> c, (a, b) -> a, LinkedHashMap::new));
            Schema schema = Schema.string().values(List.copyOf(constants.keySet()));
            return new Kind(schema, text -> Objects.requireNonNull(constants.get(text)));
        }
        Kind known = KINDS.get(raw);
        if (known == null) {
            throw new IllegalArgumentException("a property string holds no " + raw.getName());
        }
        return known;
    }

    /** The schema of a key of this type. */
    Schema declare(Key note) {
        Schema s = many == Many.LIST ? Schema.string() : kind.schema();
        s = note.format().isEmpty() ? s : s.format(note.format());
        s = note.pattern().isEmpty() ? s : s.pattern(note.pattern());
        s = note.min() == Double.NEGATIVE_INFINITY ? s : s.min(note.min());
        s = note.max() == Double.POSITIVE_INFINITY ? s : s.max(note.max());
        s = note.minLength() < 0 ? s : s.minLength(note.minLength());
        s = note.maxLength() < 0 ? s : s.maxLength(note.maxLength());
        s = note.values().length == 0 ? s : s.values(List.of(note.values()));
        s = note.requires().isEmpty() ? s : s.requires(note.requires());
        s = note.documented().isEmpty() ? s : s.documentedDefault(note.documented());
        s = note.otherwise().isEmpty() ? s : s.otherwise(note.otherwise());
        s = note.unnamed() ? s.defaultKey() : s;
        return (many == Many.ONE ? s : s.optional()).says(note.value());
    }

    /** @param value typed by the check, or null where it is absent */
    @Nullable
    Object read(@Nullable Object value) {
        String text = value == null ? null : text(value);
        return switch (many) {
            case OPTIONAL -> Optional.ofNullable(text).map(kind.parse());
            case LIST ->
                text == null
                        ? List.of()
                        : Formats.split(text).stream().map(kind.parse()).toList();
            case ONE ->
                text != null
                        ? kind.parse().apply(text)
                        : unset != null ? kind.parse().apply(unset) : absent();
        };
    }

    /** A primitive has no absence: it is what Java starts it with. */
    private @Nullable Object absent() {
        return raw == boolean.class
                ? Boolean.FALSE
                : raw.isPrimitive() ? kind.parse().apply("0") : null;
    }

    Optional<Object> write(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case Optional<?> o -> o.map(KeyType::text);
            case List<?> l ->
                l.isEmpty()
                        ? Optional.empty()
                        : Optional.of(l.stream().map(KeyType::text).collect(Collectors.joining(";")));
            default -> Optional.of(text(value));
        };
    }

    private static String text(Object value) {
        return switch (value) {
            case Boolean b -> b ? "1" : "0";
            case BigDecimal n -> n.toPlainString();
            case Double d -> plain(d);
            case Bytes b -> DiskSize.print(b.count());
            case Enum<?> e -> constant(e);
            default -> value.toString();
        };
    }

    private static String plain(double number) {
        BigDecimal exact = BigDecimal.valueOf(number);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }

    private static Boolean truth(String text) {
        return ValueCheck.truth(text).orElse(false);
    }

    private static Bytes bytes(String text) {
        return new Bytes(DiskSize.parse(text).orElseThrow(() -> new Malformed("no size: " + text)));
    }

    /** {@code IO_URING} is {@code io-uring}; one that is spelled with an underscore on the wire overrides toString. */
    private static String constant(Object enumConstant) {
        String plain = ((Enum<?>) enumConstant).name();
        String shown = enumConstant.toString();
        return shown.equals(plain) ? plain.toLowerCase(Locale.ROOT).replace('_', '-') : shown;
    }
}
