package io.coppice.contract.event;

import java.util.Locale;

/** Where events go, by domain; a Kafka topic each. Order holds within a topic's subject. */
public enum Topic {
    GUEST,
    TASK,
    STORAGE,
    ACCESS,
    NODE,
    CONFIG;

    /** {@code coppice.guest} */
    public String label() {
        return "coppice." + name().toLowerCase(Locale.ROOT);
    }
}
