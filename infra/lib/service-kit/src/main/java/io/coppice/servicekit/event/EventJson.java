package io.coppice.servicekit.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.servicekit.serve.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events as CloudEvents 1.0 in JSON, one line each; extension attributes have lower-case names, as its rules ask. */
public final class EventJson {
    /** The longest event, in bytes. */
    public static final int LONGEST = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventJson() {}

    /** All but id and sequence, which are given when it is kept. */
    public static ObjectNode head(String source, Happening<?> h, Instant time) {
        return head(source, h, time, h.data());
    }

    private static <P extends Record> ObjectNode head(String source, Happening<P> h, Instant time, Object data) {
        ObjectNode event = JSON.createObjectNode();
        P payload = h.type().payload().cast(data);
        event.put("specversion", "1.0");
        event.put("id", "");
        event.put("source", source);
        event.put("type", h.type().type());
        event.put("subject", h.type().subjectOf(payload));
        event.put("time", time.toString());
        event.put("datacontenttype", "application/json");
        event.put("sequence", "");
        event.put("actor", h.actor());
        h.task().ifPresent(task -> event.put("task", task));
        event.put("aclpath", h.type().guardOf(payload));
        event.put("aclprivilege", h.type().privilege());
        if (h.type().own()) {
            event.put("aclowner", h.actor());
        }
        event.set("data", parse(WireJson.bytes(payload)));
        return event;
    }

    /** Sorts as a text: the epoch of ownership, then a counter. */
    public static String sequence(long epoch, long counter) {
        return "%016x.%016x".formatted(epoch, counter);
    }

    /** One line; of an event that is too long only the head. */
    public static byte[] line(ObjectNode event) {
        byte[] bytes = bytes(event);
        if (bytes.length <= LONGEST) {
            return bytes;
        }
        ObjectNode cut = event.deepCopy();
        cut.putObject("data").put("cut", true);
        return bytes(cut);
    }

    public static ObjectNode parse(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ObjectNode parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** An attribute's text; empty where there is none. */
    public static String text(JsonNode event, String attribute) {
        return event.path(attribute).asText("");
    }

    /** The same of a line, of which no more is read than it takes. */
    public static String text(String line, String attribute) {
        try (JsonParser in = JSON.createParser(line)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = in.currentName().equals(attribute);
                JsonToken value = in.nextToken();
                if (found) {
                    return value.isScalarValue() ? in.getValueAsString("") : "";
                }
                in.skipChildren();
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(ObjectNode event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
