package io.coppice.documents.interfaces;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OVS bridges name their ports and ports name their bridge; the bridges' lists decide. */
final class OvsPorts {
    private OvsPorts() {}

    /** A card that a bridge lists becomes its port; a port that none lists is a plain card again, new in the file. */
    static Interfaces settled(Interfaces file) {
        Map<String, String> bridgeOf = new HashMap<>();
        file.all().values().stream()
                .filter(i -> i.kind() == Kind.OVS_BRIDGE)
                .forEach(bridge -> bridge.names("ovs_ports").forEach(port -> bridgeOf.put(port, bridge.name())));
        Interfaces settled = file;
        for (Iface i : List.copyOf(file.all().values())) {
            String bridge = bridgeOf.get(i.name());
            if (bridge != null && (i.kind() == Kind.ETH || i.kind().isOvs())) {
                Iface port = i.kind() == Kind.ETH ? i.as(Kind.OVS_PORT) : i;
                settled = settled.with(port.with("ovs_bridge", Optional.of(bridge)));
            } else if (bridge == null && i.kind() == Kind.OVS_PORT) {
                settled = settled.with(Iface.plain(i.name(), Kind.ETH));
            }
        }
        return settled;
    }
}
