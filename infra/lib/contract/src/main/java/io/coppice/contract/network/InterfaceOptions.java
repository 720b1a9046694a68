package io.coppice.contract.network;

import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that can be set of an interface, of whatever type it is, and what belongs to which type. */
public final class InterfaceOptions {
    private static final Map<String, Schema> ALL = new LinkedHashMap<>();

    /** What interfaces of every type have. */
    private static final Set<String> COMMON = Set.of(
            "type",
            "address",
            "address6",
            "netmask",
            "netmask6",
            "cidr",
            "cidr6",
            "gateway",
            "gateway6",
            "comments",
            "comments6",
            "autostart",
            "mtu");

    private static final Set<String> OF_OVS_PORT = Set.of("ovs_bridge", "ovs_options", "ovs_tag");

    private static final Map<String, Set<String>> BY_TYPE = Map.of(
            "bridge", Set.of("bridge_ports", "bridge_vids", "bridge_vlan_aware"),
            "bond", Set.of("slaves", "bond_mode", "bond_xmit_hash_policy", "bond-primary"),
            "vlan", Set.of("vlan-id", "vlan-raw-device"),
            "OVSBridge", Set.of("ovs_ports", "ovs_options"),
            "OVSBond", Set.of("ovs_bonds", "ovs_bridge", "ovs_options", "ovs_tag", "bond_mode"),
            "OVSPort", OF_OVS_PORT,
            "OVSIntPort", OF_OVS_PORT);

    private InterfaceOptions() {}

    static {
        addresses();
        links();
        openVSwitch();
    }

    private static void addresses() {
        option("address", "IPv4 address.", string().format("ipv4").requires("netmask"));
        option("address6", "IPv6 address.", string().format("ipv6").requires("netmask6"));
        option("autostart", "It comes up with the machine.", bool());
        option("cidr", "IPv4 address with its prefix, in place of address and netmask.", string().format("CIDRv4"));
        option("cidr6", "IPv6 address with its prefix, in place of address6 and netmask6.", string().format("CIDRv6"));
        option("comments", "For people.", string());
        option("comments6", "For people, of IPv6.", string());
        option("gateway", "The default gateway.", string().format("ipv4"));
        option("gateway6", "The default gateway of IPv6.", string().format("ipv6"));
        option("mtu", "The largest packet, bytes.", integer(1280, 65520));
        option("netmask", "The network's mask.", string().format("ipv4mask").requires("address"));
        option("netmask6", "How many bits are the network's.", integer(0, 128).requires("address6"));
    }

    private static void links() {
        option(
                "bond-primary",
                "The slave that is used while it works, for active-backup.",
                string().format("pve-iface"));
        option(
                "bond_mode",
                "How a bond spreads its traffic.",
                oneOfTexts(
                        "balance-rr",
                        "active-backup",
                        "balance-xor",
                        "broadcast",
                        "802.3ad",
                        "balance-tlb",
                        "balance-alb",
                        "balance-slb",
                        "lacp-balance-slb",
                        "lacp-balance-tcp"));
        option(
                "bond_xmit_hash_policy",
                "By what slaves are chosen, for balance-xor and 802.3ad.",
                oneOfTexts("layer2", "layer2+3", "layer3+4"));
        option("bridge_ports", "The bridge's interfaces.", string().format("pve-iface-list"));
        option(
                "bridge_vids",
                "The VLANs that pass, with bridge_vlan_aware.",
                string().format("pve-vlan-id-or-range-list"));
        option("bridge_vlan_aware", "The bridge tells VLANs apart.", bool());
        option("slaves", "The bond's interfaces.", string().format("pve-iface-list"));
        option(
                "type",
                "What it is.",
                oneOfTexts(
                        "bridge",
                        "bond",
                        "eth",
                        "alias",
                        "vlan",
                        "fabric",
                        "OVSBridge",
                        "OVSBond",
                        "OVSPort",
                        "OVSIntPort",
                        "vnet",
                        "unknown"));
        option("vlan-id", "The VLAN's tag, where the name does not say it.", integer(1, 4094));
        option("vlan-raw-device", "The device below, where the name does not say it.", string().format("pve-iface"));
    }

    private static void openVSwitch() {
        option("ovs_bonds", "The bond's interfaces.", string().format("pve-iface-list"));
        option("ovs_bridge", "The bridge that it is a port of.", string().format("pve-iface"));
        option("ovs_options", "For ovs-vsctl.", string().maxLength(1024));
        option("ovs_ports", "The bridge's ports.", string().format("pve-iface-list"));
        option("ovs_tag", "The port's VLAN.", integer(1, 4094));
    }

    private static void option(String name, String says, Schema schema) {
        Schema described = schema.says(says);
        ALL.put(name, name.equals("type") ? described : described.optional());
    }

    public static List<Parameter> parameters() {
        return ALL.entrySet().stream()
                .map(e -> new Parameter(e.getKey(), e.getValue(), false, false, false))
                .toList();
    }

    /** Whether interfaces of this type have such an option. */
    public static boolean belongs(String option, String type) {
        return COMMON.contains(option) || BY_TYPE.getOrDefault(type, Set.of()).contains(option);
    }
}
