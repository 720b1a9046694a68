package io.coppice.gateway.http;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.WireReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a request brings, by name: GET and DELETE from the query, POST and PUT from a form or JSON body. A repeated key
 * is a list. A body without a type is a form.
 */
public final class RequestParameters {
    /** More names than any endpoint has. */
    private static final int MOST = 2_000;

    private RequestParameters() {}

    /** @param query without the question mark; may be empty */
    public static Map<String, Object> fromQuery(String query) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (query.isEmpty()) {
            return all;
        }
        for (String pair : query.split("&", MOST + 1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!name.isEmpty() && !name.equals("_dc")) {
                add(all, name, value);
            }
        }
        if (all.size() > MOST) {
            throw Refused.badParameter("body", "too many parameters, " + MOST + " at most");
        }
        return all;
    }

    /** @param contentType as the client sent it, empty for none */
    public static Map<String, Object> fromBody(String contentType, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return new LinkedHashMap<>();
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "", "application/x-www-form-urlencoded" -> fromQuery(text);
            case "application/json" -> fromJson(body);
            default ->
                throw Refused.badParameter(
                        "Content-Type",
                        "'" + type + "' is not supported; send application/x-www-form-urlencoded or application/json");
        };
    }

    private static Map<String, Object> fromJson(byte[] body) {
        try {
            return WireReader.object(body);
        } catch (IllegalArgumentException e) {
            throw Refused.badParameter("body", String.valueOf(e.getMessage()));
        }
    }

    /** Splits a path and decodes its segments; empty ones (a trailing slash) do not count. */
    public static List<String> segments(String path) {
        List<String> all = new ArrayList<>();
        for (String raw : path.split("/")) {
            if (!raw.isEmpty()) {
                all.add(decode(raw.replace("+", "%2B")));
            }
        }
        return all;
    }

    static void add(Map<String, Object> all, String name, String value) {
        Object before = all.get(name);
        switch (before) {
            case null -> all.put(name, value);
            case List<?> list -> {
                List<Object> longer = new ArrayList<>(list);
                longer.add(value);
                all.put(name, longer);
            }
            default -> all.put(name, new ArrayList<>(List.of(before, value)));
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refused.badParameter("request", "a percent sign must be followed by two hex digits");
        }
    }
}
