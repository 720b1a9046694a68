package io.coppice.conformance.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas as the suites and the contract write them, read as ours. */
public final class JsonSchemas {
    private JsonSchemas() {}

    public static Map<String, Schema> properties(JsonNode node) {
        Map<String, Schema> all = new LinkedHashMap<>();
        node.properties().forEach(e -> all.put(e.getKey(), schema(e.getValue())));
        return all;
    }

    public static PropertyFormat format(String name, JsonNode keys) {
        return new PropertyFormat(name, properties(keys));
    }

    public static Schema schema(JsonNode node) {
        Schema s = limits(node, kind(node));
        for (String key : List.of("instance-type", "instance-types")) {
            s = node.has(key) ? s.forTypes(texts(node.get(key))) : s;
        }
        s = Cases.truth(node.get("default_key")) ? s.defaultKey() : s;
        s = node.has("requires") ? s.requires(node.get("requires").asText()) : s;
        s = node.has("alias") ? s.alias(node.get("alias").asText()) : s;
        s = node.has("keyAlias") ? s.keyAlias(node.get("keyAlias").asText()) : s;
        s = node.has("default")
                ? s.documentedDefault(Cases.text(node.get("default")).orElse(""))
                : s;
        if (node.has("type-property")) {
            String property = node.get("type-property").asText();
            s = node.has("type-property-schema")
                    ? s.chosenBy(property, schema(node.get("type-property-schema")))
                    : s.chosenBy(property);
        }
        return Cases.truth(node.get("optional")) ? s.optional() : s;
    }

    private static Schema kind(JsonNode node) {
        if (node.has("allOf")) {
            return Schema.allOf(schemas(node.get("allOf")));
        }
        if (node.has("oneOf")) {
            return Schema.oneOf(schemas(node.get("oneOf")));
        }
        String type = node.has("type") ? node.get("type").asText() : node.has("properties") ? "object" : "any";
        return switch (type) {
            case "string" -> Schema.string();
            case "integer" -> Schema.integer();
            case "number" -> Schema.number();
            case "boolean" -> Schema.bool();
            case "null" -> Schema.nothing();
            case "array" -> Schema.array(node.has("items") ? schema(node.get("items")) : Schema.any());
            case "object" -> object(node);
            default -> Schema.any();
        };
    }

    /** What is not said to be closed is open. */
    private static Schema object(JsonNode node) {
        Schema s = Schema.object(node.has("properties") ? properties(node.get("properties")) : Map.of());
        JsonNode others = node.get("additionalProperties");
        if (others != null && others.isObject()) {
            return s.andOthers(schema(others));
        }
        return others == null || Cases.truth(others) ? s.andOthers() : s;
    }

    private static Schema limits(JsonNode node, Schema start) {
        Schema s = start;
        JsonNode format = node.get("format");
        if (format != null) {
            s = format.isObject() ? s.format(format("", format)) : s.format(format.asText());
        }
        s = node.has("pattern") ? s.pattern(node.get("pattern").asText()) : s;
        s = node.has("enum") ? s.values(texts(node.get("enum"))) : s;
        s = node.has("minimum") ? s.min(node.get("minimum").asDouble()) : s;
        s = node.has("maximum") ? s.max(node.get("maximum").asDouble()) : s;
        s = node.has("minLength") ? s.minLength(node.get("minLength").asInt()) : s;
        return node.has("maxLength") ? s.maxLength(node.get("maxLength").asInt()) : s;
    }

    private static List<Schema> schemas(JsonNode array) {
        List<Schema> all = new ArrayList<>();
        array.forEach(n -> all.add(schema(n)));
        return all;
    }

    private static List<String> texts(JsonNode node) {
        List<String> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(n -> all.add(Cases.text(n).orElse("")));
        } else {
            all.add(node.asText());
        }
        return all;
    }
}
