package io.coppice.network.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Links;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final String FILE = """
            auto lo
            iface lo inet loopback

            iface eth0 inet manual

            iface eth1 inet manual

            iface eth2 inet manual

            auto vmbr0
            iface vmbr0 inet static
            \taddress 10.0.0.2/24
            \tgateway 10.0.0.1
            \tbridge-ports eth0
            \tbridge-stp off
            \tbridge-fd 0
            \tpost-up true

            auto vmbr9
            iface vmbr9 inet manual
            \tovs_type OVSBridge
            """;

    private static Interfaces file() {
        return Interfaces.parse(FILE, Links.NONE);
    }

    private static Settings settings(String... pairs) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return new Settings(all);
    }

    private static Interfaces create(Interfaces file, String name, String... pairs) {
        return Changes.create(file, Links.NONE, name, settings(pairs));
    }

    private static Interfaces update(String name, List<String> deleted, String... pairs) {
        return Changes.update(file(), Links.NONE, name, settings(pairs), deleted);
    }

    /** The stanzas of one interface. */
    private static String stanza(Interfaces file, String name) {
        StringBuilder all = new StringBuilder();
        for (String part : file.print().split("\n\n")) {
            if (part.contains("iface " + name + " ")) {
                all.append(part.strip()).append('\n');
            }
        }
        return all.toString();
    }

    private static void refused(String parameter, Runnable change) {
        Failure failure = assertThrows(Refused.class, change::run).failure();
        assertTrue(
                failure instanceof Failure.BadParameters p && p.byName().containsKey(parameter),
                () -> parameter + " should be named by " + failure);
    }

    @Test
    void a_bridge_has_what_was_asked_for_and_what_it_needs() {
        Interfaces made = create(
                file(),
                "vmbr1",
                "type",
                "bridge",
                "cidr",
                "10.1.0.1/24",
                "cidr6",
                "fd00::1/64",
                "bridge_ports",
                "eth1,eth2",
                "bridge_vlan_aware",
                "1",
                "mtu",
                "9000",
                "comments",
                "for guests",
                "autostart",
                "1");
        assertEquals("""
                auto vmbr1
                iface vmbr1 inet static
                \taddress 10.1.0.1/24
                \tbridge-ports eth1 eth2
                \tbridge-stp off
                \tbridge-fd 0
                \tbridge-vlan-aware yes
                \tbridge-vids 2-4094
                \tmtu 9000
                #for guests
                iface vmbr1 inet6 static
                \taddress fd00::1/64
                """, stanza(made, "vmbr1"));
    }

    @Test
    void an_update_keeps_what_it_does_not_name() {
        Interfaces changed =
                update("vmbr0", List.of("gateway"), "type", "bridge", "address", "10.0.0.9", "netmask", "255.255.0.0");
        assertEquals("""
                auto vmbr0
                iface vmbr0 inet static
                \taddress 10.0.0.9/16
                \tbridge-ports eth0
                \tbridge-stp off
                \tbridge-fd 0
                \tpost-up true
                """, stanza(changed, "vmbr0"));
        assertTrue(stanza(update("vmbr0", List.of("cidr", "gateway"), "type", "bridge"), "vmbr0")
                .contains("iface vmbr0 inet manual\n\tbridge-ports"));
    }

    @Test
    void a_port_of_an_ovs_bridge_stands_in_its_list_as_long_as_it_is_one() {
        Interfaces made = create(file(), "vlan5", "type", "OVSIntPort", "ovs_bridge", "vmbr9", "ovs_tag", "5");
        assertTrue(stanza(made, "vmbr9").contains("ovs_ports vlan5"), made.print());
        assertEquals(
                "iface vlan5 inet manual\n\tovs_type OVSIntPort\n\tovs_bridge vmbr9\n\tovs_options tag=5\n",
                stanza(made, "vlan5"));
        assertTrue(!Changes.delete(made, "vlan5").print().contains("vlan5"));
        Interfaces bond = create(
                file(),
                "bond1",
                "type",
                "OVSBond",
                "ovs_bridge",
                "vmbr9",
                "ovs_bonds",
                "eth1 eth2",
                "bond_mode",
                "lacp-balance-tcp");
        assertTrue(stanza(bond, "bond1").contains("ovs_options lacp=active bond_mode=balance-tcp"), bond.print());
    }

    @Test
    void a_card_that_is_deleted_loses_its_settings_and_stays() {
        Interfaces configured = update("eth2", List.of(), "type", "eth", "cidr", "10.2.0.1/24", "autostart", "1");
        assertEquals("auto eth2\niface eth2 inet static\n\taddress 10.2.0.1/24\n", stanza(configured, "eth2"));
        assertEquals("iface eth2 inet manual\n", stanza(Changes.delete(configured, "eth2"), "eth2"));
        Interfaces vlan = create(file(), "vmbr0.7", "type", "vlan");
        refused("iface", () -> Changes.delete(vlan, "vmbr0"));
        refused("iface", () -> Changes.delete(file(), "lo"));
        refused("iface", () -> Changes.delete(file(), "nothing"));
    }

    @Test
    void every_parameter_that_does_not_fit_is_named() {
        refused("iface", () -> create(file(), "vmbr0", "type", "bridge"));
        refused("iface", () -> create(file(), "averyveryverylongname", "type", "bridge"));
        refused("type", () -> create(file(), "net9", "type", "vnet"));
        refused("slaves", () -> create(file(), "vmbr1", "type", "bridge", "slaves", "eth1"));
        refused("bridge_ports", () -> create(file(), "vmbr1", "type", "bridge", "bridge_ports", "eth0"));
        refused("bridge_ports", () -> create(file(), "vmbr1", "type", "bridge", "bridge_ports", "vmbr0"));
        refused("bridge_ports", () -> create(file(), "vmbr1", "type", "bridge", "bridge_ports", "vmbr1"));
        refused("bridge_ports", () -> create(file(), "vmbr1", "type", "bridge", "bridge_ports", "nowhere"));
        refused(
                "gateway",
                () -> create(file(), "vmbr1", "type", "bridge", "cidr", "10.1.0.1/24", "gateway", "10.1.0.2"));
        refused("gateway6", () -> create(file(), "vmbr1", "type", "bridge", "gateway6", "fd00::2"));
        refused("comments", () -> create(file(), "vmbr1", "type", "bridge", "comments", "a\u0000b"));
        refused("ovs_options", () -> create(file(), "vmbr8", "type", "OVSBridge", "ovs_options", "a\n\tpost-up evil"));
        refused("vlan-raw-device", () -> create(file(), "mgmt", "type", "vlan", "vlan-id", "5"));
        refused(
                "vlan-raw-device",
                () -> create(file(), "mgmt", "type", "vlan", "vlan-id", "5", "vlan-raw-device", "no"));
        refused("vlan-id", () -> create(file(), "mgmt", "type", "vlan", "vlan-raw-device", "eth1"));
        refused("vlan-id", () -> create(file(), "eth1.5", "type", "vlan", "vlan-id", "6"));
        refused("iface", () -> create(file(), "eth1.99999", "type", "vlan"));
        refused("iface", () -> create(file(), "plain", "type", "alias"));
        refused(
                "bond_mode",
                () -> create(file(), "bond0", "type", "bond", "slaves", "eth1", "bond_mode", "balance-slb"));
        refused(
                "bond-primary",
                () -> create(
                        file(),
                        "bond0",
                        "type",
                        "bond",
                        "slaves",
                        "eth1",
                        "bond_mode",
                        "active-backup",
                        "bond-primary",
                        "eth2"));
        refused("slaves", () -> create(file(), "bond0", "type", "bond", "slaves", "vmbr0"));
        refused("ovs_bridge", () -> create(file(), "vlan5", "type", "OVSIntPort"));
        refused("ovs_bridge", () -> create(file(), "vlan5", "type", "OVSIntPort", "ovs_bridge", "vmbr0"));
        refused("ovs_bonds", () -> create(file(), "bond1", "type", "OVSBond", "ovs_bridge", "vmbr9"));
        refused(
                "bond_mode",
                () -> create(
                        file(),
                        "bond1",
                        "type",
                        "OVSBond",
                        "ovs_bridge",
                        "vmbr9",
                        "ovs_bonds",
                        "eth1",
                        "bond_mode",
                        "802.3ad"));
        refused("iface", () -> update("nothing", List.of(), "type", "bridge"));
        refused("delete", () -> update("vmbr0", List.of("type"), "type", "bridge"));
    }
}
