package io.coppice.documents.interfaces;

import java.util.Optional;

/** What an interface is. */
public enum Kind {
    LOOPBACK("loopback", 0),
    ETH("eth", 1),
    OVS_PORT("OVSPort", 1),
    OVS_INT_PORT("OVSIntPort", 2),
    BOND("bond", 3),
    OVS_BOND("OVSBond", 3),
    VXLAN("vxlan", 4),
    BRIDGE("bridge", 5),
    OVS_BRIDGE("OVSBridge", 5),
    VLAN("vlan", 6),
    ALIAS("alias", 7),
    VNET("vnet", 8),
    FABRIC("fabric", 8),
    UNKNOWN("unknown", -1);

    private final String word;
    private final int rank;

    Kind(String word, int rank) {
        this.word = word;
        this.rank = rank;
    }

    /** As the API has it. */
    public String word() {
        return word;
    }

    /** Where a new one stands: after what it may be built on. Below zero: nowhere of its own. */
    int rank() {
        return rank;
    }

    public boolean isOvs() {
        return word.startsWith("OVS");
    }

    public boolean isBridge() {
        return this == BRIDGE || this == OVS_BRIDGE;
    }

    public static Optional<Kind> of(String word) {
        for (Kind k : values()) {
            if (k.word.equals(word)) {
                return Optional.of(k);
            }
        }
        return Optional.empty();
    }
}
