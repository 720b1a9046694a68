package io.coppice.contract.storage;

import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code bwlimit}: KiB/s by what moves the data, 0 for no limit. */
final class BandwidthLimits {
    static final PropertyFormat FORMAT = new PropertyFormat("datacenter.bwlimit", keys());

    private BandwidthLimits() {}

    private static Map<String, Schema> keys() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        for (String what : new String[] {"clone", "default", "migration", "move", "restore"}) {
            keys.put(what, Schema.number().min(0).optional());
        }
        return keys;
    }
}
