package io.coppice.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.contract.word.NodeName;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Items as the shared map holds them: JSON texts, so that no class ever travels. */
final class ItemJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    private ItemJson() {}

    static String write(Live.Item item) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("owner", item.owner().text());
        all.put("asof", item.asofMillis());
        all.put("figures", item.figures());
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("figures are texts, numbers, booleans, maps and lists of these", e);
        }
    }

    static Live.Item read(String key, String json) {
        try {
            Stored stored = JSON.readValue(json, new TypeReference<>() {});
            return new Live.Item(key, new NodeName(stored.owner()), stored.asof(), stored.figures());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Stored(String owner, long asof, Map<String, Object> figures) {}
}
