package io.coppice.contract.openapi;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One endpoint as an operation. */
final class Operation {
    private final Endpoint<?, ?> endpoint;
    private final Components components;

    Operation(Endpoint<?, ?> endpoint, Components components) {
        this.endpoint = endpoint;
        this.components = components;
    }

    /** From method and path: {@code getNodesByNodeQemu}. It stays the same for as long as these do. */
    String id() {
        return endpoint.verb().name().toLowerCase(Locale.ROOT)
                + endpoint.path().segments().stream()
                        .map(s -> s.startsWith("{") ? "By" + name(s) : name(s))
                        .collect(Collectors.joining());
    }

    private static String name(String segment) {
        return Arrays.stream(segment.split("[^A-Za-z0-9]+"))
                .filter(part -> !part.isEmpty())
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }

    Map<String, Object> describe() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("operationId", id());
        all.put("summary", endpoint.summary());
        all.put("tags", List.of(endpoint.path().segments().getFirst()));
        all.put("security", security());
        all.put("x-coppice-permissions", Permissions.of(endpoint.guard()));
        all.put("x-coppice-service", endpoint.service().label());
        if (endpoint.ours()) {
            all.put("x-coppice-ours", true);
        }
        all.put("parameters", parameters());
        if (!isQuery()) {
            body(all);
        }
        all.put("responses", responses());
        return all;
    }

    private boolean isQuery() {
        return endpoint.verb() == Verb.GET || endpoint.verb() == Verb.DELETE;
    }

    private List<Map<String, List<String>>> security() {
        List<Map<String, List<String>>> ways = new ArrayList<>();
        if (endpoint.guard().needsNoLogin()) {
            return ways;
        }
        Map<String, List<String>> ticket = new LinkedHashMap<>();
        ticket.put(Components.TICKET, List.of());
        if (endpoint.verb() != Verb.GET) {
            ticket.put(Components.CSRF, List.of());
        }
        ways.add(ticket);
        if (endpoint.tokensAllowed()) {
            ways.add(Map.of(Components.TOKEN, List.of()));
        }
        return ways;
    }

    private List<Map<String, Object>> parameters() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Parameter p : endpoint.parameters()) {
            if (p.inPath() || isQuery()) {
                members(p).forEach((name, schema) -> all.add(parameter(p, name, schema)));
            }
        }
        return all;
    }

    private static Map<String, Object> parameter(Parameter p, String name, Map<String, Object> schema) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", name);
        one.put("in", p.inPath() ? "path" : "query");
        one.put("required", p.inPath() || !p.schema().isOptional());
        one.put("description", p.schema().description());
        one.put("schema", schema);
        return one;
    }

    private void body(Map<String, Object> operation) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Object> together = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Parameter p : endpoint.parameters()) {
            if (!p.inPath()) {
                properties.putAll(members(p));
                if (!p.schema().isOptional()) {
                    required.add(p.name());
                }
                p.schema().requires().ifPresent(other -> together.put(p.name(), List.of(other)));
            }
        }
        boolean upload = endpoint.body() == Endpoint.Body.UPLOAD;
        if (upload) {
            properties.put("filename", Map.of("type", "string", "format", "binary"));
            required.add("filename");
        }
        if (properties.isEmpty()) {
            return;
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!together.isEmpty()) {
            schema.put("dependentRequired", together);
        }
        schema.put("additionalProperties", false);
        Map<String, Object> content = Map.of("schema", components.share(typeName("Input"), schema));
        Map<String, Object> types = new LinkedHashMap<>();
        if (upload) {
            types.put("multipart/form-data", content);
        } else {
            types.put("application/json", content);
            types.put("application/x-www-form-urlencoded", content);
        }
        operation.put("requestBody", Map.of("required", !required.isEmpty(), "content", types));
    }

    /** A parameter by name, or each of a family: these share one schema. */
    private Map<String, Map<String, Object>> members(Parameter p) {
        Map<String, Object> schema = JsonSchemas.of(p.schema());
        if (p.ours()) {
            schema.put("x-coppice-ours", true);
        }
        if (p.secret()) {
            schema.put("writeOnly", true);
        }
        if (p.family() < 0) {
            return Map.of(p.name(), schema);
        }
        schema.put("x-coppice-family", p.name());
        String stem = p.name().substring(0, p.name().indexOf('['));
        Map<String, Object> shared = components.share("Option" + name(stem), schema);
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        for (int i = 0; i <= p.family(); i++) {
            all.put(stem + i, shared);
        }
        return all;
    }

    private Map<String, Object> responses() {
        Map<String, Object> all = new LinkedHashMap<>();
        if (endpoint.body() == Endpoint.Body.WEBSOCKET) {
            all.put("101", Map.of("description", "The connection is a websocket from here on."));
        } else {
            Map<String, Object> ok = new LinkedHashMap<>();
            ok.put("description", "Done.");
            ok.put("content", content());
            all.put("200", ok);
        }
        Components.FAILURES.keySet().forEach(status -> all.put(String.valueOf(status), Components.failure(status)));
        return all;
    }

    private Map<String, Object> content() {
        if (endpoint.body() == Endpoint.Body.DOCUMENT) {
            return Map.of("application/json", Map.of("schema", Map.of("type", "object")));
        }
        Map<String, Object> envelope = new LinkedHashMap<>();
        if (endpoint.body() == Endpoint.Body.BESIDE) {
            envelope.putAll(Results.of(endpoint.output()));
        } else {
            envelope.put("type", "object");
            envelope.put("properties", Map.of("data", data()));
        }
        envelope.put("required", List.of("data"));
        Map<String, Object> types = new LinkedHashMap<>();
        types.put("application/json", Map.of("schema", components.share(typeName("Output"), envelope)));
        if (endpoint.body() == Endpoint.Body.DOWNLOAD) {
            types.put("application/octet-stream", Map.of("schema", Map.of("type", "string", "format", "binary")));
        }
        return types;
    }

    private Map<String, Object> data() {
        if (endpoint.body() == Endpoint.Body.INDEX) {
            return JsonSchemas.of(Schema.array(Schema.object(Map.of("name", Schema.string(), "subdir", Schema.string()))
                    .andOthers()));
        }
        return Results.of(endpoint.output());
    }

    private String typeName(String end) {
        String id = id();
        return id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1) + end;
    }
}
