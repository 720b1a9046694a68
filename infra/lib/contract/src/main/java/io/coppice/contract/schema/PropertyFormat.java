package io.coppice.contract.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of a property string such as {@code virtio=BC:24:11:00:00:01,bridge=vmbr0}.
 *
 * @param name what the API calls it
 * @param keys in the order in which they are written
 */
public record PropertyFormat(String name, Map<String, Schema> keys) {
    public PropertyFormat {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }
}
