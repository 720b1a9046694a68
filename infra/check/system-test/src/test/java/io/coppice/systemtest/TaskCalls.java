package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;

/** Calls that begin tasks, through one node, whose ends nobody waits for until asked. */
record TaskCalls(LocalApi api) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A call whose link breaks may be waited for ten minutes. */
    private static final Duration LONGEST = Duration.ofMinutes(12);

    String begin(String path, Map<String, String> form) throws Exception {
        LocalApi.Answer said = api.call("POST", path, form);
        assertEquals(200, said.status(), said::reason);
        return JSON.readTree(said.body()).path("data").asText();
    }

    /** How it has ended; a node that is away has not told yet. */
    String end(String upid) throws Exception {
        String[] end = {""};
        String path = "/nodes/" + upid.split(":")[1] + "/tasks/" + upid + "/status";
        Await.until(upid + " has ended", LONGEST, () -> {
            LocalApi.Answer said = api.call("GET", path, Map.of());
            JsonNode status = said.status() == 200 ? JSON.readTree(said.body()).path("data") : JSON.createObjectNode();
            end[0] = status.path("exitstatus").asText();
            return status.path("status").asText().equals("stopped");
        });
        return end[0];
    }
}
