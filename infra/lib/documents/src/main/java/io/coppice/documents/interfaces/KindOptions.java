package io.coppice.documents.interfaces;

import java.util.Map;
import java.util.Optional;

/** The lines that make an interface what it is; they stand in its first stanza. */
final class KindOptions {
    private KindOptions() {}

    static void print(Iface i, StringBuilder out) {
        vlan(i, out);
        Keywords.VXLAN.forEach((word, key) -> value(i, key, word, out));
        switch (i.kind()) {
            case BRIDGE -> bridge(i, out);
            case BOND -> bond(i, out);
            case OVS_BRIDGE -> {
                InterfacesWriter.line(out, "ovs_type OVSBridge");
                value(i, "ovs_ports", "ovs_ports", out);
            }
            case OVS_BOND -> {
                value(i, "ovs_bonds", "ovs_bonds", out);
                port(i, out);
            }
            case OVS_PORT, OVS_INT_PORT -> port(i, out);
            default -> {}
        }
        for (Map.Entry<String, String> e : Keywords.TRAILING.entrySet()) {
            String word = e.getKey().equals("mtu") && i.kind().isOvs() ? "ovs_mtu" : e.getKey();
            value(i, e.getValue(), word, out);
        }
        if (i.kind().isOvs()) {
            ovsOptions(i).ifPresent(o -> InterfacesWriter.line(out, "ovs_options " + o));
        }
    }

    /** What the name says already is not written. */
    private static void vlan(Iface i, StringBuilder out) {
        Optional<Names.Tagged> named = Names.dotted(i.name());
        Optional<String> tag = named.map(Names.Tagged::tag).or(() -> Names.numbered(i.name()));
        Optional<String> device = named.map(Names.Tagged::device);
        if (!tag.equals(i.value("vlan-id"))) {
            value(i, "vlan-id", "vlan-id", out);
        }
        if (!device.equals(i.value("vlan-raw-device"))) {
            value(i, "vlan-raw-device", "vlan-raw-device", out);
        }
        value(i, "vlan-protocol", "vlan-protocol", out);
    }

    private static void bridge(Iface i, StringBuilder out) {
        String ports = i.value("bridge_ports").filter(p -> !p.isBlank()).orElse("none");
        InterfacesWriter.line(out, "bridge-ports " + ports);
        InterfacesWriter.line(out, "bridge-stp " + i.value("bridge_stp").orElse("off"));
        InterfacesWriter.line(out, "bridge-fd " + i.value("bridge_fd").orElse("0"));
        if (i.value("bridge_vlan_aware").isPresent()) {
            InterfacesWriter.line(out, "bridge-vlan-aware yes");
            InterfacesWriter.line(out, "bridge-vids " + i.value("bridge_vids").orElse("2-4094"));
        }
    }

    private static void bond(Iface i, StringBuilder out) {
        String slaves = i.value("slaves").filter(p -> !p.isBlank()).orElse("none");
        String mode = i.value("bond_mode").orElse("balance-rr");
        InterfacesWriter.line(out, "bond-slaves " + slaves);
        InterfacesWriter.line(out, "bond-miimon " + i.value("bond_miimon").orElse("100"));
        InterfacesWriter.line(out, "bond-mode " + mode);
        if (mode.equals("balance-xor") || mode.equals("802.3ad")) {
            value(i, "bond_xmit_hash_policy", "bond-xmit-hash-policy", out);
        }
        if (mode.equals("active-backup")) {
            value(i, "bond-primary", "bond-primary", out);
        }
    }

    private static void port(Iface i, StringBuilder out) {
        InterfacesWriter.line(out, "ovs_type " + i.kind().word());
        value(i, "ovs_bridge", "ovs_bridge", out);
    }

    private static Optional<String> ovsOptions(Iface i) {
        Optional<String> tag = i.value("ovs_tag").map(t -> "tag=" + t);
        Optional<String> rest = (i.kind() == Kind.OVS_BOND ? OvsBonds.options(i.values()) : i.value("ovs_options"))
                .filter(o -> !o.isBlank());
        return tag.isPresent() && rest.isPresent() ? Optional.of(tag.get() + " " + rest.get()) : tag.or(() -> rest);
    }

    private static void value(Iface i, String key, String word, StringBuilder out) {
        i.value(key).filter(v -> !v.isBlank()).ifPresent(v -> InterfacesWriter.line(out, word + " " + v));
    }
}
