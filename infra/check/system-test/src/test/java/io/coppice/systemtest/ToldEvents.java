package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a reader of events was told, record by record, and what of it cannot be. */
final class ToldEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> byId = new HashMap<>();
    private final Map<String, String> newest = new HashMap<>();
    private final Map<String, Integer> types = new HashMap<>();
    private final Set<String> facts = new HashSet<>();
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int records;

    /** The next record of a topic. Repeats are allowed, if they are the same. */
    void take(String topic, String record) throws IOException {
        JsonNode event = JSON.readTree(record);
        String id = event.path("id").asText();
        records++;
        String known = byId.putIfAbsent(id, record);
        if (known != null) {
            if (!known.equals(record)) {
                wrong.add("two events have the id " + id + ": " + known + " and " + record);
            }
            return;
        }
        events.add(event);
        String line = topic + " " + event.path("source").asText() + " "
                + event.path("subject").asText();
        String sequence = event.path("sequence").asText();
        String before = newest.put(line, sequence);
        if (before != null && before.compareTo(sequence) > 0) {
            wrong.add(line + " goes back from " + before + " to " + sequence);
        }
        String type = event.path("type").asText();
        types.merge(type, 1, Integer::sum);
        if (type.contains("resync")) {
            wrong.add("events were lost: " + record);
        }
        learn(type, event.path("data"));
    }

    /**
     * {@code PATH created}, {@code PATH value} of each value that is there now, {@code UPID accepted}, {@code VOLUME
     * allocated}.
     */
    private void learn(String type, JsonNode data) {
        if (data.has("volid")) {
            facts.add(data.path("volid").asText() + " " + type.split("\\.")[3]);
        }
        if (data.has("upid")) {
            facts.add(data.path("upid").asText() + (type.contains("accepted") ? " accepted" : " ended"));
        }
        String path = data.path("path").asText();
        facts.add(path + " " + data.path("change").asText());
        for (JsonNode field : data.path("fields")) {
            for (String value : field.path("now").asText().split("[:\n]")) {
                facts.add(path + " " + value.strip());
            }
        }
    }

    Set<String> missingFacts(Set<String> acknowledged) {
        Set<String> missing = new TreeSet<>(acknowledged);
        missing.removeAll(facts);
        return missing;
    }

    /** Of a node's own lines, those that were not told. */
    List<String> missingLines(List<String> lines) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String line : lines) {
            if (!line.equals(byId.get(JSON.readTree(line).path("id").asText()))) {
                missing.add(line);
            }
        }
        return missing;
    }

    /** The events of an object, in the order in which they were told, each once. */
    List<JsonNode> about(String subject) {
        return events.stream()
                .filter(e -> e.path("subject").asText().equals(subject))
                .toList();
    }

    /** How many different events of a type there are. */
    int count(String type) {
        return types.getOrDefault(type, 0);
    }

    List<String> wrong() {
        return wrong;
    }

    @Override
    public String toString() {
        return records + " records, " + byId.size() + " events, " + wrong.size() + " wrong";
    }
}
