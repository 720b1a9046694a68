package io.coppice.gateway.http;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a request brings, by name: GET and DELETE from the query, POST and PUT from a form or JSON body. A repeated key
 * is a list, and so is a value that some clients join by NUL; no other control character but tab and line ends passes. A
 * body without a type is a form.
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
        String[] pairs = query.split("&", MOST + 1);
        if (pairs.length > MOST) {
            throw Refused.badParameter("body", "too many parameters, " + MOST + " at most");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = PercentText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : PercentText.decode(pair.substring(equals + 1), true);
            if (!name.isEmpty() && !name.equals("_dc")) {
                add(all, name, value);
            }
        }
        return all;
    }

    /** @param contentType as the client sent it, empty for none */
    public static Map<String, Object> fromBody(String contentType, byte[] body) {
        String text = PercentText.utf8(body).strip();
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
            Map<String, Object> all = WireReader.object(body);
            if (all.size() > MOST) {
                throw Refused.badParameter("body", "too many parameters, " + MOST + " at most");
            }
            all.replaceAll((name, value) -> readable(checked(name), value));
            return all;
        } catch (IllegalArgumentException e) {
            throw Refused.badParameter("body", String.valueOf(e.getMessage()));
        }
    }

    private static Object readable(String name, Object value) {
        return switch (value) {
            case String s -> value(name, s);
            case List<?> l -> l.stream().map(one -> readable(name, one)).toList();
            default -> value;
        };
    }

    /** Splits a path and decodes its segments; empty ones (a trailing slash) do not count. */
    public static List<String> segments(String path) {
        List<String> all = new ArrayList<>();
        for (String raw : path.split("/")) {
            if (!raw.isEmpty()) {
                all.add(checked(PercentText.decode(raw, false)));
            }
        }
        return all;
    }

    static void add(Map<String, Object> all, String name, String text) {
        Object before = all.get(checked(name));
        Object value = value(name, text);
        if (before == null) {
            all.put(name, value);
            return;
        }
        List<Object> longer = new ArrayList<>();
        for (Object one : List.of(before, value)) {
            if (one instanceof List<?> l) {
                longer.addAll(l);
            } else {
                longer.add(one);
            }
        }
        all.put(name, longer);
    }

    private static Object value(String name, String text) {
        if (text.indexOf('\0') < 0) {
            return clean(name, text);
        }
        return Arrays.stream(text.split("\0"))
                .map(part -> clean(name, part))
                .map(part -> (Object) part)
                .toList();
    }

    private static String clean(String name, String text) {
        if (text.chars().anyMatch(c -> c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f)) {
            throw Refused.badParameter(name, "the value holds control characters; only tabs and line ends are allowed");
        }
        return text;
    }

    /** Names and path segments: one line each. */
    private static String checked(String text) {
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw Refused.badParameter("request", "names and paths hold no control characters");
        }
        return text;
    }
}
