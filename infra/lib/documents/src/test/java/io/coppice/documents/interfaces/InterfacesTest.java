package io.coppice.documents.interfaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterfacesTest {
    private static final Links HOST = new Links(
            Map.of(
                    "enp1s0", new Links.Link("enp1s0", List.of("enx0011"), "ether", Optional.empty()),
                    "vmbr0", new Links.Link("vmbr0", List.of(), "ether", Optional.of("bridge"))),
            Set.of("enp1s0", "vmbr0"));

    private static Interfaces parse(String text) {
        return Interfaces.parse(text, Links.NONE);
    }

    private static String body(String text) {
        return text.substring(InterfacesWriter.HEADER.length() + 1);
    }

    @Test
    void a_file_of_the_installer_keeps_its_remarks_sources_and_unknown_options() {
        String text = """
                # This file describes the network interfaces
                source /etc/network/interfaces.d/*

                auto lo
                iface lo inet loopback

                allow-hotplug enp1s0
                iface enp1s0 inet dhcp
                \thwaddress 02:00:00:00:00:01
                \tpost-up ip route add 10.9.0.0/16 \\
                \t  via 10.0.0.9
                """;
        Interfaces file = parse(text);
        Iface card = file.find("enp1s0").orElseThrow();
        assertEquals(Optional.of("dhcp"), card.value("method"));
        assertEquals(
                List.of("hwaddress 02:00:00:00:00:01", "post-up ip route add 10.9.0.0/16  via 10.0.0.9"),
                card.options());
        assertEquals(List.of(new Interfaces.Sourced("/etc/network/interfaces.d/*", false)), file.sourced());
        String printed = file.print();
        assertTrue(printed.contains("# This file describes the network interfaces\n"), printed);
        assertTrue(printed.indexOf("source /etc") < printed.indexOf("auto lo"), printed);
        assertTrue(printed.indexOf("allow-hotplug enp1s0") < printed.indexOf("iface enp1s0"), printed);
        assertEquals(printed, parse(printed).print());
    }

    @Test
    void a_stanza_without_a_family_has_the_families_of_its_addresses() {
        Iface both = parse("iface br1\n\taddress 10.0.0.1/8\n\taddress fd00::1/64\n\tgateway fd00::9\n"
                        + "\taddress 10.0.0.2/8\n\tbridge-ports none\n")
                .find("br1")
                .orElseThrow();
        assertEquals(List.of("inet", "inet6"), both.families());
        assertEquals(Kind.BRIDGE, both.kind());
        assertEquals(Optional.of("10.0.0.1/8"), both.value("cidr"));
        assertEquals(Optional.of("fd00::1/64"), both.value("cidr6"));
        assertEquals(Optional.of("fd00::9"), both.value("gateway6"));
        assertEquals(List.of("address 10.0.0.2/8"), both.options());
        assertEquals(
                List.of("inet"), parse("iface br1\n").find("br1").orElseThrow().families());
    }

    @Test
    void cards_are_known_by_name_or_as_devices_and_by_their_other_names() {
        Interfaces file = Interfaces.parse("iface enx0011 inet manual\n", HOST);
        assertEquals(Kind.ETH, file.find("enx0011").orElseThrow().kind());
        assertEquals(Optional.empty(), file.find("enp1s0"));
        assertEquals(
                1, Fields.of(file.find("enx0011").orElseThrow(), file, HOST).get("exists"));
        assertEquals(
                Optional.of(Kind.ETH), Interfaces.parse("", HOST).find("enp1s0").map(Iface::kind));
        assertEquals(Optional.empty(), Interfaces.parse("", HOST).find("vmbr0"));
    }

    @Test
    void older_words_and_masks_are_read_and_the_present_ones_written() {
        String printed = parse("iface bond0 inet static\n\taddress 10.0.0.1\n\tnetmask 255.255.252.0\n"
                        + "\tslaves eth0 eth1\n\tbond_mode 1\n\tbond-primary eth0\n")
                .print();
        assertEquals("""
                auto lo
                iface lo inet loopback

                iface bond0 inet static
                \taddress 10.0.0.1/22
                \tbond-slaves eth0 eth1
                \tbond-miimon 100
                \tbond-mode active-backup
                \tbond-primary eth0

                """, body(printed));
    }

    @Test
    void an_internal_port_of_ovs_has_its_tag_and_mtu_in_the_words_of_ovs() {
        String text =
                "auto vlan50\niface vlan50 inet manual\n\tovs_type OVSIntPort\n\tovs_bridge vmbr1\n\tovs_mtu 9000\n"
                        + "\tovs_options tag=50 vlan_mode=access\n\n";
        Interfaces file = parse(text);
        Iface port = file.find("vlan50").orElseThrow();
        assertEquals(Optional.of("50"), port.value("ovs_tag"));
        assertEquals(Optional.of("vlan_mode=access"), port.value("ovs_options"));
        assertEquals(Optional.of("9000"), port.value("mtu"));
        assertTrue(file.print().endsWith("\n\n" + text), file.print());
    }

    @Test
    void what_is_new_stands_after_what_it_is_built_on() {
        Interfaces file = parse("auto lo\niface lo inet loopback\n\niface eth0 inet manual\n\n"
                + "iface vmbr0 inet manual\n\tbridge-ports eth0\n\nsource /etc/network/interfaces.d/*\n");
        Interfaces more = file.with(Iface.plain("eth0.5", Kind.VLAN))
                .with(Iface.plain("vmbr0.7", Kind.VLAN))
                .with(Iface.plain("bond0", Kind.BOND))
                .with(Iface.plain("vmbr1", Kind.BRIDGE).with("bridge_ports", Optional.of("eth0.5")));
        List<String> order = more.print()
                .lines()
                .filter(l -> l.startsWith("iface ") || l.startsWith("source"))
                .map(l -> l.split(" ")[1])
                .toList();
        assertEquals(
                List.of("lo", "eth0", "eth0.5", "bond0", "vmbr0", "vmbr1", "vmbr0.7", "/etc/network/interfaces.d/*"),
                order);
    }

    @Test
    void a_mapping_is_kept_with_its_lines() {
        String text = "mapping eth0\n\tscript /usr/local/bin/where\n\tmap home home-eth0\n\n";
        assertTrue(parse(text).print().endsWith(text), parse(text).print());
    }

    @Test
    void what_is_written_is_read_as_the_same() {
        Random random = new Random(17);
        for (int n = 0; n < 300; n++) {
            Interfaces file = parse("");
            int count = random.nextInt(6);
            for (int i : IntStream.range(0, count).toArray()) {
                file = file.with(random(random, i));
            }
            String once = file.print();
            assertEquals(once, parse(once).print());
        }
    }

    private static Iface random(Random random, int i) {
        Iface one = switch (random.nextInt(5)) {
            case 0 -> Iface.plain("vmbr" + i, Kind.BRIDGE).with("bridge_vlan_aware", Optional.of("1"));
            case 1 -> Iface.plain("bond" + i, Kind.BOND).with("slaves", Optional.of("eth7 eth8"));
            case 2 -> Iface.plain("eth0." + (i + 2), Kind.VLAN);
            case 3 -> Iface.plain("eth" + i, Kind.ETH).with("mtu", Optional.of("9000"));
            default -> Iface.plain("ov" + i, Kind.OVS_INT_PORT).with("ovs_tag", Optional.of("5"));
        };
        if (random.nextBoolean()) {
            one = one.with("method6", Optional.of("static"))
                    .with("address6", Optional.of("fd00::" + i + "/64"))
                    .with("comments6", Optional.of("one\ntwo\n"))
                    .families(List.of("inet", "inet6"));
        }
        return random.nextBoolean() ? one.auto(true) : one;
    }
}
