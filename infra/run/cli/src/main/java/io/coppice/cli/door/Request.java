package io.coppice.cli.door;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Verb;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A call as HTTP has it.
 *
 * @param target path and query
 * @param body a form; empty where the query has the parameters
 */
record Request(Verb verb, String target, String body) {
    static Request of(Endpoint<?, ?> endpoint, Map<String, Object> given) {
        StringBuilder path = new StringBuilder("/api2/json");
        for (String segment : endpoint.path().segments()) {
            String name = segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : "";
            path.append('/').append(name.isEmpty() ? segment : encode(String.valueOf(given.get(name))));
        }
        List<String> inPath = endpoint.path().parameters();
        List<String> pairs = new ArrayList<>();
        given.forEach((name, value) -> {
            if (!inPath.contains(name)) {
                for (Object one : value instanceof List<?> list ? list : List.of(value)) {
                    pairs.add(encode(name) + "=" + encode(text(one)));
                }
            }
        });
        String form = String.join("&", pairs);
        boolean inQuery = endpoint.verb() == Verb.GET || endpoint.verb() == Verb.DELETE;
        return new Request(
                endpoint.verb(), inQuery && !form.isEmpty() ? path + "?" + form : path.toString(), inQuery ? "" : form);
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object value) {
        return value instanceof Boolean b ? (b ? "1" : "0") : String.valueOf(value);
    }

    /** Spaces as {@code %20}: a plus is one in queries only. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
