package io.coppice.servicekit.serve;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.word.NodeName;
import java.util.LinkedHashMap;
import java.util.Map;

/** A failure between services: nothing of its kind is lost on the way but an internal detail. */
public final class FailureJson {
    private FailureJson() {}

    public static byte[] bytes(Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", failure.getClass().getSimpleName());
        switch (failure) {
            case Failure.BadParameters p -> json.put("byName", p.byName());
            case Failure.Forbidden f -> {
                json.put("path", f.path());
                json.put("privilege", f.privilege());
            }
            case Failure.Unavailable u -> {
                json.put("who", u.who());
                json.put("message", u.message());
            }
            case Failure.NoAnswer n -> json.put("message", n.message());
            case Failure.NotImplemented n -> {
                json.put("method", n.method());
                json.put("path", n.path());
            }
            case Failure.Unauthenticated u -> json.put("message", u.message());
            case Failure.NotFound n -> json.put("message", n.message());
            case Failure.Conflict c -> json.put("message", c.message());
            case Failure.Internal i -> json.put("message", i.message());
        }
        return WireJson.bytes(json);
    }

    static Failure read(byte[] bytes) {
        Map<String, Object> json = WireReader.object(bytes);
        String message = text(json, "message");
        return switch (text(json, "kind")) {
            case "BadParameters" -> new Failure.BadParameters(texts(json.get("byName")));
            case "Forbidden" -> new Failure.Forbidden(text(json, "path"), text(json, "privilege"));
            case "Unavailable" -> new Failure.Unavailable(new NodeName(text(json, "who")), message);
            case "NoAnswer" -> new Failure.NoAnswer(message);
            case "NotImplemented" -> new Failure.NotImplemented(text(json, "method"), text(json, "path"));
            case "Unauthenticated" -> new Failure.Unauthenticated(message);
            case "NotFound" -> new Failure.NotFound(message);
            case "Conflict" -> new Failure.Conflict(message);
            default -> new Failure.Internal(message, new IllegalStateException("in another service: " + message));
        };
    }

    private static String text(Map<String, Object> json, String name) {
        return String.valueOf(json.getOrDefault(name, ""));
    }

    private static Map<String, String> texts(@org.jspecify.annotations.Nullable Object value) {
        Map<String, String> all = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> m) {
            m.forEach((k, v) -> all.put(String.valueOf(k), String.valueOf(v)));
        }
        return all;
    }
}
