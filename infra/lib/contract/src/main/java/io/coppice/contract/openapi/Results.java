package io.coppice.contract.openapi;

import io.coppice.contract.endpoint.Wire;
import io.coppice.contract.word.Vmid;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an answer is, from its Java type; as answers are written: booleans as 0 and 1, words as texts, VM IDs as numbers. */
final class Results {
    private static final Set<Class<?>> INTEGERS =
            Set.of(int.class, Integer.class, long.class, Long.class, BigInteger.class, Vmid.class);
    private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class, BigDecimal.class);

    private Results() {}

    static Map<String, Object> of(Type type) {
        Class<?> raw = type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
        if (raw == Optional.class) {
            return of(argument(type, 0));
        }
        if (INTEGERS.contains(raw)) {
            return Map.of("type", "integer");
        }
        if (NUMBERS.contains(raw)) {
            return Map.of("type", "number");
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Map.of("type", "integer", "enum", List.of(0, 1));
        }
        if (raw == Void.class) {
            return Map.of("type", "null");
        }
        if (Iterable.class.isAssignableFrom(raw)) {
            Map<String, Object> items = type instanceof ParameterizedType ? of(argument(type, 0)) : Map.of();
            return Map.of("type", "array", "items", items);
        }
        if (Map.class.isAssignableFrom(raw)) {
            return type instanceof ParameterizedType
                    ? Map.of("type", "object", "additionalProperties", of(argument(type, 1)))
                    : Map.of("type", "object");
        }
        if (raw == Object.class || raw.isInterface()) {
            return Map.of();
        }
        return raw.isRecord() && !raw.getPackage().equals(Vmid.class.getPackage())
                ? record(raw)
                : Map.of("type", "string");
    }

    private static Map<String, Object> record(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent c : type.getRecordComponents()) {
            Wire wire = c.getAnnotation(Wire.class);
            String name = wire == null ? c.getName() : wire.value();
            properties.put(name, of(c.getGenericType()));
            if (c.getType().isPrimitive()) {
                required.add(name);
            }
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", "object");
        all.put("properties", properties);
        if (!required.isEmpty()) {
            all.put("required", required);
        }
        return all;
    }

    private static Type argument(Type type, int which) {
        Type one = ((ParameterizedType) type).getActualTypeArguments()[which];
        return one instanceof Class<?> || one instanceof ParameterizedType ? one : Object.class;
    }
}
