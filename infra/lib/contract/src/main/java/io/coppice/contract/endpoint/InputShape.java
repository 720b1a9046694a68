package io.coppice.contract.endpoint;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.schema.Validator;
import io.coppice.contract.word.Malformed;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An input record read both ways: as the parameters on the wire, and as the typed value that a handler takes.
 *
 * @param <I> the record
 */
public final class InputShape<I extends Record> {
    private final Constructor<I> constructor;
    private final List<Slot> slots;
    private final List<Parameter> parameters;
    private final Schema object;
    private final Set<String> optionNames;

    /**
     * A component of the record and the parameter it takes; none for {@link Settings}, an {@link Attachment}, and for a part,
     * which is a record of further parameters that several endpoints share.
     */
    private record Slot(
            RecordComponent component,
            @Nullable Parameter parameter,
            Words.Reader reader,
            @Nullable InputShape<?> part) {}

    private InputShape(Constructor<I> constructor, List<Slot> slots, List<Parameter> options, List<Parameter> beside) {
        this.constructor = constructor;
        this.slots = slots;
        List<Parameter> all = new ArrayList<>();
        slots.forEach(s -> {
            if (s.parameter() != null) {
                all.add(s.parameter());
            } else if (s.part() != null) {
                all.addAll(s.part().parameters);
            }
        });
        all.addAll(beside);
        this.parameters = List.copyOf(all);
        this.object = Schema.object(expand(parameters));
        this.optionNames = Set.copyOf(expand(options).keySet());
    }

    /**
     * @param options what the component {@link Settings} takes
     * @param beside what is checked and not read: whoever serves the list looks at it
     */
    static <I extends Record> InputShape<I> of(
            Class<I> type, PathTemplate path, List<Parameter> options, List<Parameter> beside) {
        Set<String> inPath = new HashSet<>(path.parameters());
        List<Parameter> more = new ArrayList<>(options);
        more.addAll(beside);
        InputShape<I> whole = of(type, inPath, options, more);
        if (!inPath.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " lacks the path parameters " + inPath + " of " + path);
        }
        return whole;
    }

    /** @param inPath loses those that are found */
    private static <I extends Record> InputShape<I> of(
            Class<I> type, Set<String> inPath, List<Parameter> options, List<Parameter> beside) {
        RecordComponent[] components = type.getRecordComponents();
        List<Slot> slots = new ArrayList<>();
        for (RecordComponent c : components) {
            if (c.getType() == Settings.class || Attachment.class.isAssignableFrom(c.getType())) {
                slots.add(new Slot(c, null, (value, name) -> value, null));
            } else if (c.getType().isRecord() && !c.isAnnotationPresent(Param.class)) {
                InputShape<?> part = of(c.getType().asSubclass(Record.class), inPath, options, List.of());
                slots.add(new Slot(c, null, (value, name) -> value, part));
            } else {
                Parameter p = Words.parameter(c, inPath);
                inPath.remove(p.name());
                slots.add(new Slot(c, p, Words.reader(c.getGenericType(), p), null));
            }
        }
        try {
            Constructor<I> made = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            made.setAccessible(true);
            return new InputShape<>(made, List.copyOf(slots), options, beside);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is no record", e);
        }
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /** All parameters as one object schema, families spelled out. */
    public Schema object() {
        return object;
    }

    /**
     * Checks what a request brought.
     *
     * @param given by wire name: texts, JSON scalars, lists
     * @return the checked values by wire name, to be passed on or to {@link #read}
     * @throws Refused with every bad parameter by name
     */
    public Map<String, Object> check(Map<String, ?> given) {
        Validator.Checked checked = Validator.check(object, given);
        if (!checked.errors().isEmpty()) {
            throw new Refused(new Failure.BadParameters(checked.errors()));
        }
        return checked.values();
    }

    /** Makes the record from checked values, and from what came with the request, or null. */
    public I read(Map<String, Object> checked, @Nullable Attachment attached) {
        @Nullable Object[] arguments = new @Nullable Object[slots.size()];
        Map<String, String> errors = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            Slot slot = slots.get(i);
            Parameter p = slot.parameter();
            if (p != null) {
                try {
                    arguments[i] = slot.reader().read(checked.get(p.name()), p.name());
                } catch (Malformed e) {
                    errors.put(p.name(), "invalid format - " + e.getMessage());
                } catch (NumberFormatException e) {
                    // the schema allows eighteen digits, the record's component may hold fewer
                    errors.put(p.name(), "the number is out of range");
                }
            } else if (slot.part() != null) {
                arguments[i] = slot.part().read(checked, attached);
            } else if (slot.component().getType() == Settings.class) {
                arguments[i] = settings(checked);
            } else {
                arguments[i] = attached;
                if (!slot.component().getType().isInstance(attached)) {
                    errors.put("filename", "a file must come with this request as multipart field 'filename'");
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(new Failure.BadParameters(errors));
        }
        return construct(arguments);
    }

    /** The wire form of an input: what a caller sends. */
    public Map<String, Object> write(I input) {
        return wire(input);
    }

    /** What goes along with an input beside its parameters. */
    public Optional<Attachment> attachment(I input) {
        return slots.stream()
                .filter(slot ->
                        Attachment.class.isAssignableFrom(slot.component().getType()))
                .findFirst()
                .map(slot -> (Attachment) value(slot, input));
    }

    private Map<String, Object> wire(Object input) {
        Map<String, Object> wire = new LinkedHashMap<>();
        for (Slot slot : slots) {
            Object value = value(slot, input);
            Parameter p = slot.parameter();
            if (p != null) {
                Words.write(value, p).ifPresent(v -> wire.put(p.name(), v));
            } else if (value instanceof Settings s) {
                wire.putAll(s.texts());
            } else if (slot.part() != null) {
                wire.putAll(slot.part().wire(value));
            }
        }
        return wire;
    }

    private static Object value(Slot slot, Object input) {
        try {
            var accessor = slot.component().getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(input);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + slot.component(), e);
        }
    }

    private Settings settings(Map<String, Object> checked) {
        Map<String, String> texts = new LinkedHashMap<>();
        checked.forEach((name, value) -> {
            if (optionNames.contains(name)) {
                texts.put(name, Words.text(value));
            }
        });
        return new Settings(texts);
    }

    private I construct(@Nullable Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Malformed m) {
                throw Refused.badParameter("", String.valueOf(m.getMessage()));
            }
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Schema> expand(List<Parameter> parameters) {
        Map<String, Schema> all = new LinkedHashMap<>();
        for (Parameter p : parameters) {
            if (p.family() < 0) {
                all.put(p.name(), p.schema());
            } else {
                String stem = p.name().substring(0, p.name().indexOf('['));
                for (int i = 0; i <= p.family(); i++) {
                    all.put(stem + i, p.schema());
                }
            }
        }
        return all;
    }
}
