package io.coppice.contract.openapi;

import io.coppice.contract.schema.Formats;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a value may be, in the words of JSON Schema 2020-12. */
final class JsonSchemas {
    private JsonSchemas() {}

    /** Answers a map of the caller's own. */
    static Map<String, Object> of(Schema schema) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (schema.kind() != Schema.Kind.ANY) {
            all.put("type", schema.kind().name().toLowerCase(Locale.ROOT));
        }
        if (!schema.description().isEmpty()) {
            all.put("description", schema.description());
        }
        if (!schema.values().isEmpty()) {
            all.put("enum", schema.values());
        }
        schema.pattern().ifPresent(p -> all.put("pattern", "^(?:" + p + ")$"));
        schema.min().ifPresent(n -> all.put("minimum", number(n)));
        schema.max().ifPresent(n -> all.put("maximum", number(n)));
        schema.minLength().ifPresent(n -> all.put("minLength", n));
        schema.maxLength().ifPresent(n -> all.put("maxLength", n));
        schema.unset().ifPresent(text -> unset(all, schema.kind(), text));
        format(schema, all);
        schema.items().ifPresent(items -> all.put("items", of(items)));
        if (schema.kind() == Schema.Kind.OBJECT && schema.allOf().isEmpty()) {
            object(schema, all);
        }
        if (!schema.allOf().isEmpty()) {
            all.put("allOf", schema.allOf().stream().map(JsonSchemas::of).toList());
        }
        if (!schema.oneOf().isEmpty()) {
            all.put("oneOf", schema.oneOf().stream().map(JsonSchemas::of).toList());
        }
        return all;
    }

    private static Number number(BigDecimal n) {
        return n.stripTrailingZeros().scale() <= 0 ? n.toBigInteger() : n;
    }

    /** A default that only describes, {@code $the node's}, is for people. */
    private static void unset(Map<String, Object> all, Schema.Kind kind, String text) {
        if (text.startsWith("$")) {
            all.put("x-coppice-default", text.substring(1));
            return;
        }
        switch (kind) {
            case BOOLEAN -> all.put("default", List.of("1", "true", "yes", "on").contains(text));
            case INTEGER, NUMBER -> all.put("default", number(new BigDecimal(text)));
            default -> all.put("default", text);
        }
    }

    private static void format(Schema schema, Map<String, Object> all) {
        Optional<PropertyFormat> keys =
                schema.propertyFormat().or(() -> schema.format().flatMap(Formats::propertyString));
        if (keys.isEmpty()) {
            schema.format().ifPresent(name -> all.put("format", name));
            return;
        }
        all.put("format", keys.get().name());
        all.put("x-coppice-property-string", of(Schema.object(keys.get().keys())));
        String forPeople = "Written " + syntax(keys.get()) + ".";
        all.merge("description", forPeople, (says, more) -> says + " " + more);
    }

    /** {@code [file=]<string>[,size=<string>]…} as manuals write it. */
    private static String syntax(PropertyFormat format) {
        StringBuilder text = new StringBuilder();
        format.keys().forEach((key, schema) -> {
            String name = schema.isDefaultKey() ? "[" + key + "=]" : key + "=";
            String one = name + "<" + value(schema) + ">";
            String comma = text.isEmpty() ? "" : ",";
            text.append(schema.isOptional() ? "[" + comma + one + "]" : comma + one);
        });
        return text.toString();
    }

    private static String value(Schema schema) {
        return schema.values().isEmpty()
                ? schema.kind().name().toLowerCase(Locale.ROOT)
                : String.join("|", schema.values());
    }

    private static void object(Schema schema, Map<String, Object> all) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        Map<String, Object> together = new LinkedHashMap<>();
        schema.properties().forEach((name, value) -> {
            properties.put(name, of(value));
            value.requires().ifPresent(other -> together.put(name, List.of(other)));
            if (!value.isOptional()) {
                required.add(name);
            }
        });
        all.put("properties", properties);
        if (!required.isEmpty()) {
            all.put("required", required);
        }
        if (!together.isEmpty()) {
            all.put("dependentRequired", together);
        }
        if (schema.others().isPresent()) {
            all.put("additionalProperties", of(schema.others().get()));
        } else if (!schema.allowsOthers()) {
            all.put("additionalProperties", false);
        }
    }
}
