package io.coppice.documents.interfaces;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The options that are understood: as the file has them, and as the API does. The file's words are ifupdown2's; the older
 * ones with underscores mean the same.
 */
final class Keywords {
    /** File's word to API's name, in the order in which they are written; those of bonds, bridges and OVS come apart. */
    private static final Map<String, String> BY_WORD = new LinkedHashMap<>();

    /** Written after what makes the kind, in this order. */
    static final Map<String, String> TRAILING = new LinkedHashMap<>();

    static final Map<String, String> VXLAN = new LinkedHashMap<>();

    static {
        put(VXLAN, "vxlan-id", "vxlan-svcnodeip", "vxlan-physdev", "vxlan-local-tunnelip");
        put(
                TRAILING,
                "bridge-access",
                "bridge-learning",
                "bridge-arp-nd-suppress",
                "bridge-unicast-flood",
                "bridge-multicast-flood",
                "mtu");
        BY_WORD.putAll(VXLAN);
        BY_WORD.putAll(TRAILING);
        put(BY_WORD, "vlan-id", "vlan-raw-device", "vlan-protocol");
        BY_WORD.put("bridge-ports", "bridge_ports");
        BY_WORD.put("bridge-stp", "bridge_stp");
        BY_WORD.put("bridge-fd", "bridge_fd");
        BY_WORD.put("bridge-vlan-aware", "bridge_vlan_aware");
        BY_WORD.put("bridge-vids", "bridge_vids");
        BY_WORD.put("bond-slaves", "slaves");
        BY_WORD.put("slaves", "slaves");
        BY_WORD.put("bond-miimon", "bond_miimon");
        BY_WORD.put("bond-mode", "bond_mode");
        BY_WORD.put("bond-xmit-hash-policy", "bond_xmit_hash_policy");
        BY_WORD.put("bond-primary", "bond-primary");
        BY_WORD.put("ovs-type", "ovs_type");
        BY_WORD.put("ovs-bridge", "ovs_bridge");
        BY_WORD.put("ovs-ports", "ovs_ports");
        BY_WORD.put("ovs-bonds", "ovs_bonds");
        BY_WORD.put("ovs-options", "ovs_options");
        BY_WORD.put("ovs-mtu", "mtu");
    }

    private Keywords() {}

    /** The API's name of an option, without the family's ending. */
    static Optional<String> name(String word) {
        return Optional.ofNullable(BY_WORD.get(word.replace('_', '-')));
    }

    private static void put(Map<String, String> map, String... words) {
        for (String w : words) {
            map.put(w, w);
        }
    }
}
