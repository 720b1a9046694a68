package io.coppice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** A client of the API, whichever way its calls go. */
interface Calls {
    /**
     * @return the answer's data
     * @throws IOException for any answer but 200
     */
    JsonNode call(String verb, String path, Map<String, ?> form) throws IOException, InterruptedException;

    /**
     * Starts a task and waits until it has ended well, by a read that answers then: asking again and again would take the
     * processor from what is measured.
     */
    default void task(String verb, String path, Map<String, ?> form) throws IOException, InterruptedException {
        String upid = call(verb, path, form).asText();
        String state = "/nodes/" + upid.split(":", 3)[1] + "/tasks/" + upid + "/status?wait=20";
        JsonNode now = call("GET", state, Map.of());
        while (!now.path("status").asText().equals("stopped")) {
            now = call("GET", state, Map.of());
        }
        if (!now.path("exitstatus").asText().equals("OK")) {
            throw new IOException(path + " ended with " + now.path("exitstatus").asText());
        }
    }
}
