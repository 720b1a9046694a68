package io.coppice.gateway.http;

import io.coppice.contract.failure.Failure;
import io.coppice.servicekit.serve.WireJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer as it goes out.
 *
 * @param reason the reason phrase, which clients read
 */
public record Answer(int status, String reason, byte[] body) {
    public static final String JSON_TYPE = "application/json;charset=UTF-8";

    /** Which of the two envelopes a client asked for. */
    public enum Dialect {
        /** {@code /api2/json}: the HTTP status tells. */
        JSON,
        /** {@code /api2/extjs}: always 200, the body tells. */
        EXTJS
    }

    /** What comes before an answer's data; after it comes one brace. */
    static byte[] head(Dialect dialect) {
        return (dialect == Dialect.EXTJS ? "{\"success\":1,\"data\":" : "{\"data\":").getBytes(StandardCharsets.UTF_8);
    }

    /** @param data JSON already, as a service answered it */
    public static Answer success(Dialect dialect, byte[] data) {
        byte[] head = head(dialect);
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + data.length + 1);
        out.writeBytes(head);
        out.writeBytes(data);
        out.write('}');
        return new Answer(200, "OK", out.toByteArray());
    }

    /** @param whole JSON already, an object that has {@code data} in it */
    static Answer beside(Dialect dialect, byte[] whole) {
        if (dialect == Dialect.JSON) {
            return new Answer(200, "OK", whole);
        }
        byte[] head = "{\"success\":1,".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + whole.length);
        out.writeBytes(head);
        out.write(whole, 1, whole.length - 1);
        return new Answer(200, "OK", out.toByteArray());
    }

    /** A failure that says nothing but its reason. */
    static Answer plain(int status, String reason) {
        return new Answer(status, reason, withNullData(Map.of("message", reason + "\n")));
    }

    public static Answer failure(Dialect dialect, Failure failure) {
        Map<String, Object> body = new LinkedHashMap<>();
        Map<String, String> errors = failure instanceof Failure.BadParameters p ? p.byName() : Map.of();
        if (dialect == Dialect.EXTJS) {
            body.put("success", 0);
            body.put("status", failure.status());
            body.put("message", failure.text() + "\n");
            if (!errors.isEmpty()) {
                body.put("errors", errors);
            }
            return new Answer(200, "OK", withNullData(body));
        }
        if (!(failure instanceof Failure.Unauthenticated)) {
            body.put("message", failure.text() + "\n");
            if (!errors.isEmpty()) {
                body.put("errors", errors);
            }
        }
        return new Answer(failure.status(), phrase(failure.text()), withNullData(body));
    }

    private static byte[] withNullData(Map<String, Object> rest) {
        byte[] json = WireJson.bytes(rest);
        String text = new String(json, StandardCharsets.UTF_8);
        return ("{\"data\":null" + (text.length() > 2 ? "," : "") + text.substring(1)).getBytes(StandardCharsets.UTF_8);
    }

    /** One line of printable Latin, which is all that a status line may hold. */
    static String phrase(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        StringBuilder safe = new StringBuilder(line.length());
        line.chars().limit(1024).forEach(c -> safe.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
        return safe.isEmpty() ? "error" : safe.toString();
    }
}
