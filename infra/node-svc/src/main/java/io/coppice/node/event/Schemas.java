package io.coppice.node.event;

import io.coppice.contract.event.EventType;
import io.coppice.contract.event.Events;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** JSON Schemas (2020-12) of events, made from their types. */
final class Schemas {
    private static final List<String> HEAD = List.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "sequence",
            "actor",
            "aclpath",
            "aclprivilege",
            "data");

    private Schemas() {}

    static Map<String, Object> all() {
        Map<String, Object> all = new TreeMap<>();
        Events.all().forEach(type -> all.put(type.type(), of(type)));
        return all;
    }

    private static Map<String, Object> of(EventType<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : HEAD) {
            properties.put(name, Map.of("type", "string"));
        }
        properties.put("task", Map.of("type", "string"));
        properties.put("aclowner", Map.of("type", "string"));
        properties.put("revision", Map.of("type", "string"));
        properties.put("datacontenttype", Map.of("const", "application/json"));
        properties.put("specversion", Map.of("const", "1.0"));
        properties.put("type", Map.of("const", type.type()));
        properties.put("time", Map.of("type", "string", "format", "date-time"));
        properties.put("data", payload(type.payload()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", type.type());
        schema.put("description", type.says());
        schema.put("x-topic", type.topic().label());
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", HEAD);
        return schema;
    }

    private static Map<String, Object> payload(Class<?> record) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent c : record.getRecordComponents()) {
            properties.put(c.getName(), value(c.getGenericType()));
            if (c.getType() != Optional.class) {
                required.add(c.getName());
            }
        }
        return Map.of("type", "object", "properties", properties, "required", required);
    }

    private static Map<String, Object> value(Type type) {
        if (type instanceof ParameterizedType p) {
            Type last = p.getActualTypeArguments()[p.getActualTypeArguments().length - 1];
            return p.getRawType() == Map.class
                    ? Map.of("type", "object", "additionalProperties", value(last))
                    : value(last);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == long.class || plain == int.class || plain.getSimpleName().equals("Vmid")) {
            return Map.of("type", "integer");
        }
        boolean isWord = plain.getPackageName().equals("io.coppice.contract.word");
        return plain.isRecord() && !isWord ? payload(plain) : Map.of("type", "string");
    }
}
