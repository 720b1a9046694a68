package io.coppice.cli.door;

import io.coppice.cli.show.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param status the HTTP status; 200 is the only good one
 * @param data what was answered; null where there is nothing to say
 * @param message why it was refused; empty where it was done
 * @param errors by the parameter's name
 */
public record Answer(int status, @Nullable Object data, String message, Map<String, String> errors) {
    public Answer {
        errors = Map.copyOf(errors);
    }

    /** A login's refusal has its reason in the head alone, which not every client shows. */
    private static String unsaid(int status) {
        return status == 401 ? "authentication failure: the token or ticket does not hold" : "refused with " + status;
    }

    public boolean isDone() {
        return status == 200;
    }

    /** Reads what the API sends: {@code {"data":…}}, or beside it why not. */
    static Answer read(int status, byte[] body) {
        if (body.length == 0) {
            return new Answer(status, null, "the answer " + status + " is empty", Map.of());
        }
        Object json;
        try {
            json = Json.read(body);
        } catch (IllegalArgumentException e) {
            return new Answer(502, null, "the answer is no JSON; is this the port of an API?", Map.of());
        }
        if (!(json instanceof Map<?, ?> map)) {
            return new Answer(status, json, "", Map.of());
        }
        Map<String, String> errors = new LinkedHashMap<>();
        if (map.get("errors") instanceof Map<?, ?> all) {
            all.forEach((name, why) -> errors.put(String.valueOf(name), String.valueOf(why)));
        }
        Object said = map.get("message");
        String message = status == 200 ? "" : said == null ? unsaid(status) : said.toString();
        // a document comes as it is, without the envelope
        Object data = map.containsKey("data") || status != 200 ? map.get("data") : map;
        return new Answer(status, data, message.strip(), errors);
    }
}
