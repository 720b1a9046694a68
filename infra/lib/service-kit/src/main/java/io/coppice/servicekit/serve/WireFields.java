package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Wire;
import io.coppice.contract.word.Vmid;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the components of records are called on the wire, and what they hold. */
final class WireFields {
    private static final ClassValue<List<Field>> ALL = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return read(type);
        }
    };

    private static final MethodType READ = MethodType.methodType(Object.class, Record.class);
    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            if (type.getPackageName().equals(Vmid.class.getPackageName())) {
                return Kind.WORD;
            }
            return WireReader.isAlternative(type) ? Kind.ALTERNATIVE : Kind.OBJECT;
        }
    };

    private WireFields() {}

    /** What a record is on the wire. */
    enum Kind {
        /** One text. */
        WORD,
        /** An object that names which of a sealed type's records it is. */
        ALTERNATIVE,
        OBJECT
    }

    static Kind kind(Record r) {
        return KINDS.get(r.getClass());
    }

    record Field(String name, MethodHandle accessor) {
        @Nullable
        Object of(Record record) {
            try {
                return accessor.invokeExact(record);
            } catch (Throwable e) {
                throw new IllegalStateException("cannot read " + name + " of " + record.getClass(), e);
            }
        }
    }

    static List<Field> of(Class<?> type) {
        return ALL.get(type);
    }

    /**
     * A field of an entry of a list, by its name on the wire: a number, a text, what is structured as it is, null where the
     * entry lacks it. Booleans are 0 and 1, as they go out.
     */
    static @Nullable Object field(Object entry, String name) {
        if (entry instanceof Map<?, ?> map) {
            return plain(map.get(name));
        }
        if (entry instanceof Record record) {
            for (Field f : of(record.getClass())) {
                if (f.name().equals(name)) {
                    return plain(f.of(record));
                }
            }
        }
        return null;
    }

    /** A record of one text, not an object. */
    static boolean isWord(Record r) {
        return kind(r) == Kind.WORD;
    }

    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Optional<?> o -> plain(o.orElse(null));
            case Boolean b -> b ? 1L : 0L;
            case Integer n -> n.longValue();
            case Vmid v -> (long) v.number();
            case Enum<?> e -> text(e);
            case Record r when isWord(r) -> r.toString();
            case null, default -> value;
        };
    }

    private static List<Field> read(Class<?> type) {
        List<Field> all = new ArrayList<>();
        for (RecordComponent c : type.getRecordComponents()) {
            Wire wire = c.getAnnotation(Wire.class);
            try {
                var accessor = c.getAccessor();
                accessor.setAccessible(true);
                all.add(new Field(
                        wire == null ? c.getName() : wire.value(),
                        MethodHandles.lookup().unreflect(accessor).asType(READ)));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return List.copyOf(all);
    }
}
