package io.coppice.compute.distro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.compute.guest.Ct;
import io.coppice.contract.word.Vmid;
import org.junit.jupiter.api.Test;

class InterfacesTest {
    private static Ct ct(String nic) {
        return Ct.parse(new Vmid(100), "net0: name=eth0," + nic + "\n");
    }

    @Test
    void an_empty_file_gets_loopback_and_the_card() {
        assertEquals(
                "auto lo\niface lo inet loopback\niface lo inet6 loopback\n\nauto eth0\niface eth0 inet dhcp\n\n",
                Interfaces.of("", ct("ip=dhcp"), true));
    }

    @Test
    void both_families_have_a_stanza_each() {
        assertEquals(
                "auto lo\niface lo inet loopback\n\nauto eth0\niface eth0 inet static\n\taddress 192.0.2.7\n"
                        + "\tnetmask 255.255.254.0\n\tgateway 192.0.3.1\n\niface eth0 inet6 auto\n\n",
                Interfaces.of("auto lo\niface lo inet loopback\n", ct("ip=192.0.2.7/23,gw=192.0.3.1,ip6=auto"), false));
    }

    @Test
    void what_somebody_added_to_the_card_stays_and_a_second_time_changes_nothing() {
        String before = "auto lo eth0\niface lo inet loopback\n\niface eth0 inet static\n\taddress 192.0.2.9\n"
                + "\tup ip rule add table 5\n\nauto tun0\niface tun0 inet manual\n";
        Ct ct = ct("ip=192.0.2.7/24,gw=198.51.100.1");
        String once = Interfaces.of(before, ct, true);
        assertEquals(
                "auto lo\niface lo inet loopback\n\nauto tun0\niface tun0 inet manual\n\nauto eth0\niface eth0 inet static\n"
                        + "\taddress 192.0.2.7/24\n# --- BEGIN PVE ---\n\tpost-up ip route add 198.51.100.1 dev eth0\n"
                        + "\tpost-up ip route add default via 198.51.100.1 dev eth0\n"
                        + "\tpre-down ip route del default via 198.51.100.1 dev eth0\n"
                        + "\tpre-down ip route del 198.51.100.1 dev eth0\n# --- END PVE ---\n\tup ip rule add table 5\n\n",
                once);
        assertEquals(once, Interfaces.of(once, ct, true));
    }
}
