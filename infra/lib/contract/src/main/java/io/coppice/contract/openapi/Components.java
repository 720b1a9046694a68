package io.coppice.contract.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What several operations refer to: schemas by name, failures, the ways to log in. */
final class Components {
    static final String TICKET = "ticket";
    static final String CSRF = "csrf";
    static final String TOKEN = "token";
    static final Map<Integer, String> FAILURES = failures();

    private final Map<String, Object> schemas = new LinkedHashMap<>();

    Components() {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("type", "object");
        failure.put("required", List.of("data"));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("data", Map.of("type", "null"));
        properties.put("message", Map.of("type", "string"));
        properties.put(
                "errors",
                Map.of(
                        "type", "object",
                        "description", "What is wrong, by the name of the parameter.",
                        "additionalProperties", Map.of("type", "string")));
        failure.put("properties", properties);
        schemas.put("Failure", failure);
    }

    private static Map<Integer, String> failures() {
        Map<Integer, String> all = new LinkedHashMap<>();
        all.put(400, "A parameter is missing or wrong; errors tells which.");
        all.put(401, "Who asks is not known.");
        all.put(403, "Who asks may not do this.");
        all.put(500, "It cannot be done; message tells why.");
        all.put(501, "It is declared, and not served yet.");
        all.put(595, "The node that has to answer does not.");
        return all;
    }

    /** Keeps the schema under this name, with a number behind where another has it, and answers a reference. */
    Map<String, Object> share(String name, Map<String, Object> schema) {
        String free = name;
        for (int i = 2; schemas.containsKey(free) && !schemas.get(free).equals(schema); i++) {
            free = name + i;
        }
        schemas.put(free, schema);
        return reference("schemas", free);
    }

    static Map<String, Object> failure(int status) {
        return reference("responses", "Failure" + status);
    }

    private static Map<String, Object> reference(String kind, String name) {
        return Map.of("$ref", "#/components/" + kind + "/" + name);
    }

    Map<String, Object> describe() {
        Map<String, Object> responses = new LinkedHashMap<>();
        FAILURES.forEach((status, text) -> responses.put(
                "Failure" + status,
                Map.of(
                        "description",
                        text,
                        "content",
                        Map.of("application/json", Map.of("schema", reference("schemas", "Failure"))))));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schemas", schemas);
        all.put("responses", responses);
        all.put(
                "securitySchemes",
                Map.of(
                        TICKET, key("cookie", "PVEAuthCookie", "The ticket that POST /access/ticket answers."),
                        CSRF, key("header", "CSRFPreventionToken", "What came with the ticket; for all but GET."),
                        TOKEN, key("header", "Authorization", "PVEAPIToken=USER@REALM!TOKENID=SECRET")));
        return all;
    }

    private static Map<String, Object> key(String in, String name, String says) {
        return Map.of("type", "apiKey", "in", in, "name", name, "description", says);
    }
}
