package io.coppice.contract.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of a property string such as {@code virtio=BC:24:11:00:00:01,bridge=vmbr0}.
 *
 * @param name what the API calls it
 * @param keys by name; how they are ordered when written is {@link PropertyStrings}' business
 * @param rule what must hold between the keys, beyond each one's own schema
 */
public record PropertyFormat(String name, Map<String, Schema> keys, Rule rule) {
    /** Answers what is wrong with the typed values, or nothing. */
    @FunctionalInterface
    public interface Rule {
        Optional<String> complaint(Map<String, Object> values);
    }

    public PropertyFormat {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    public PropertyFormat(String name, Map<String, Schema> keys) {
        this(name, keys, values -> Optional.empty());
    }

    public PropertyFormat where(Rule holds) {
        return new PropertyFormat(name, keys, holds);
    }

    /** The key whose name may be left out. */
    public Optional<String> defaultKey() {
        return keys.entrySet().stream()
                .filter(e -> e.getValue().isDefaultKey())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
