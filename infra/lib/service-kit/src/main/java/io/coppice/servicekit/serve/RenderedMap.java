package io.coppice.servicekit.serve;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object that is made JSON once, for who answers with it often. */
public final class RenderedMap extends AbstractMap<String, Object> {
    private final Map<String, Object> all;
    private final byte[] json;

    /** @param all does not change afterwards */
    public RenderedMap(Map<String, Object> all) {
        this.all = Collections.unmodifiableMap(all);
        this.json = WireJson.bytes(this.all);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return all.entrySet();
    }

    @Override
    public @Nullable Object get(Object key) {
        return all.get(key);
    }

    /** Not to be changed. */
    byte[] bytes() {
        return json;
    }
}
