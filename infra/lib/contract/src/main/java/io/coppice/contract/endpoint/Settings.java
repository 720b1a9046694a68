package io.coppice.contract.endpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Parameters that a list of options describes, checked and in the order they came: option name to text. An input record
 * takes them in one component of this type, with the list named in {@link Endpoint.Builder#options}.
 */
public record Settings(Map<String, String> texts) {
    public Settings {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }
}
