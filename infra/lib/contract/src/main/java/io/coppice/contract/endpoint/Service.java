package io.coppice.contract.endpoint;

import java.util.Locale;

/** Who serves an endpoint. */
public enum Service {
    GATEWAY,
    AUTH,
    COMPUTE,
    STORAGE,
    NETWORK,
    BACKUP,
    METRICS,
    NODE;

    /** As in the names of sockets, users and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
