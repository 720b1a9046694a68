package io.coppice.network.change;

import io.coppice.contract.failure.Refused;
import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Kind;
import io.coppice.documents.interfaces.Links;
import io.coppice.documents.interfaces.Names;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has to hold of an interface among the others of its file. */
final class Checks {
    /** Where the lists of parts stand, and what they are called in messages. */
    private static final Map<String, String> PARTS =
            Map.of("bridge_ports", "port", "slaves", "slave", "ovs_ports", "port", "ovs_bonds", "slave");

    private static final Set<String> OVS_MODES =
            Set.of("active-backup", "balance-slb", "lacp-balance-slb", "lacp-balance-tcp");

    private Checks() {}

    /** @throws Refused naming the parameter that does not fit */
    static void require(Interfaces file, Iface i, Links links) {
        gateway(file, i, "gateway", "address");
        gateway(file, i, "gateway6", "address6");
        for (String key : PARTS.keySet()) {
            for (String part : i.names(key)) {
                part(file, i, links, key, part);
            }
        }
        switch (i.kind()) {
            case VLAN -> vlan(file, i, links);
            case ALIAS -> alias(file, i, links);
            case BOND -> bond(i);
            case OVS_BOND -> {
                bridge(file, i);
                ovsBond(i);
            }
            case OVS_PORT, OVS_INT_PORT -> bridge(file, i);
            default -> {}
        }
    }

    private static void gateway(Interfaces file, Iface i, String key, String address) {
        if (i.value(key).isEmpty()) {
            return;
        }
        if (i.value(address).isEmpty()) {
            throw Refused.badParameter(key, "a gateway needs an address of this interface beside it");
        }
        for (Iface other : file.all().values()) {
            if (!other.name().equals(i.name()) && other.value(key).isPresent()) {
                throw Refused.badParameter(key, "Default gateway already exists on interface '" + other.name() + "'.");
            }
        }
    }

    private static void part(Interfaces file, Iface i, Links links, String key, String part) {
        if (part.equals(i.name())) {
            throw Refused.badParameter(key, "'" + part + "' cannot be a " + PARTS.get(key) + " of itself");
        }
        if (!known(file, links, part)) {
            throw Refused.badParameter(key, "there is no interface '" + part + "'");
        }
        boolean bond = PARTS.getOrDefault(key, "").equals("slave");
        Optional<Iface> found = file.find(part);
        if (bond && found.filter(f -> f.kind() != Kind.ETH).isPresent()) {
            throw Refused.badParameter(key, "'" + part + "' is no network card");
        }
        if (found.filter(f -> f.kind().isBridge()).isPresent()) {
            throw Refused.badParameter(key, "'" + part + "' is a bridge itself");
        }
        for (Iface other : file.all().values()) {
            boolean listed =
                    PARTS.keySet().stream().anyMatch(k -> other.names(k).contains(part));
            if (!other.name().equals(i.name()) && listed) {
                throw Refused.badParameter(key, "'" + part + "' belongs to '" + other.name() + "' already");
            }
        }
    }

    private static boolean known(Interfaces file, Links links, String name) {
        int dot = name.indexOf('.');
        return file.find(name).isPresent()
                || links.find(name).isPresent()
                || Names.isCard(name)
                || dot > 0 && known(file, links, name.substring(0, dot));
    }

    private static void vlan(Interfaces file, Iface i, Links links) {
        Optional<String> below = i.below();
        if (below.isEmpty()) {
            throw Refused.badParameter(
                    "vlan-raw-device", "property is missing, and the name does not say it as eth0.5 does");
        }
        if (below.get().equals(i.name()) || !known(file, links, below.get())) {
            throw Refused.badParameter(
                    i.name().contains(".") ? "iface" : "vlan-raw-device",
                    "there is no interface '" + below.get() + "'");
        }
        Optional<Integer> named = Names.tag(i.name());
        Optional<String> said = i.value("vlan-id");
        if (said.isEmpty() && named.isEmpty()) {
            throw Refused.badParameter("vlan-id", "property is missing, and the name does not say it as vlan5 does");
        }
        if (named.filter(t -> t < 1 || t > 4094).isPresent()) {
            throw Refused.badParameter("iface", "a VLAN's tag is from 1 to 4094");
        }
        if (said.isPresent()
                && named.isPresent()
                && i.name().contains(".")
                && !said.get().equals(named.get().toString())) {
            throw Refused.badParameter("vlan-id", "the name says " + named.get());
        }
    }

    private static void alias(Interfaces file, Iface i, Links links) {
        Optional<String> below = i.below();
        if (below.isEmpty() || !i.name().contains(":")) {
            throw Refused.badParameter("iface", "an alias is called after an interface, as eth0:1");
        }
        if (!known(file, links, below.get())) {
            throw Refused.badParameter("iface", "there is no interface '" + below.get() + "'");
        }
    }

    private static void bond(Iface i) {
        Optional<String> mode = i.value("bond_mode");
        if (mode.filter(m -> m.startsWith("lacp-") || m.equals("balance-slb")).isPresent()) {
            throw Refused.badParameter("bond_mode", "'" + mode.get() + "' is for bonds of type OVSBond");
        }
        Optional<String> primary = i.value("bond-primary");
        if (primary.isPresent() && !i.names("slaves").contains(primary.get())) {
            throw Refused.badParameter("bond-primary", "'" + primary.get() + "' is no slave of this bond");
        }
    }

    private static void ovsBond(Iface i) {
        if (i.names("ovs_bonds").isEmpty()) {
            throw Refused.badParameter("ovs_bonds", "property is missing and it is not optional");
        }
        Optional<String> mode = i.value("bond_mode");
        if (mode.isPresent() && !OVS_MODES.contains(mode.get())) {
            throw Refused.badParameter(
                    "bond_mode",
                    "bonds of type OVSBond take "
                            + String.join(", ", OVS_MODES.stream().sorted().toList()));
        }
    }

    private static void bridge(Interfaces file, Iface i) {
        Optional<String> bridge = i.value("ovs_bridge");
        if (bridge.isEmpty()) {
            throw Refused.badParameter("ovs_bridge", "property is missing and it is not optional");
        }
        if (bridge.flatMap(file::find).filter(b -> b.kind() == Kind.OVS_BRIDGE).isEmpty()) {
            throw Refused.badParameter("ovs_bridge", "there is no OVS bridge '" + bridge.get() + "'");
        }
    }
}
