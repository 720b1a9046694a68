package io.coppice.conformance.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.schema.Schema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The options of a guest as the contract has them, families spelled out. */
public final class ContractOptions {
    private ContractOptions() {}

    /** Empty where the contract is not at hand. */
    public static Optional<Map<String, Schema>> ofVirtualMachines(Path contract) {
        Optional<JsonNode> api = Cases.read(contract.resolve("pve-api.json"));
        Optional<JsonNode> formats = Cases.read(contract.resolve("option-formats.json"));
        if (api.isEmpty() || formats.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Schema> all = new LinkedHashMap<>();
        for (JsonNode method : api.get()) {
            if (method.path("path").asText().equals("/nodes/{node}/qemu/{vmid}/config")
                    && method.path("method").asText().equals("GET")) {
                method.path("returns").path("properties").properties().forEach(e -> {
                    Schema schema = resolved(e.getValue(), formats.get());
                    expand(e.getKey(), formats.get().path("indexedMax").path("qemu"))
                            .forEach(name -> all.put(name, schema));
                });
            }
        }
        return Optional.of(all);
    }

    private static Schema resolved(JsonNode node, JsonNode formats) {
        JsonNode format = node.path("format");
        Schema schema = format.isObject() ? Schema.string() : JsonSchemas.schema(node);
        JsonNode keys = format.isObject()
                ? formats.path("inlineFormats")
                        .path(format.path("$ref").asText())
                        .path("keys")
                : formats.path("namedPropertyStrings").path(format.asText());
        return keys.isObject() && !keys.isEmpty()
                ? schema.format(JsonSchemas.format(format.asText("inline"), keys))
                : schema;
    }

    private static java.util.List<String> expand(String name, JsonNode highest) {
        if (!name.endsWith("[n]")) {
            return java.util.List.of(name);
        }
        String stem = name.substring(0, name.length() - 3);
        return java.util.stream.IntStream.rangeClosed(0, highest.path(name).asInt(0))
                .mapToObj(i -> stem + i)
                .toList();
    }
}
