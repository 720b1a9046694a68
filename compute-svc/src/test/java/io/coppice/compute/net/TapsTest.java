package io.coppice.compute.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.compute.guest.Nic;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Taps in a real network, that of a namespace. */
class TapsTest {
    private static final Vmid GUEST = new Vmid(1602);
    private static final String TAP = "tap1602i0";
    private Optional<Namespace> network = Optional.empty();

    @BeforeEach
    void open() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "taps are made by root");
        network = Optional.of(Namespace.open());
        ask("ip", "link", "add", "name", "vmbr0", "type", "bridge");
        ask("ip", "link", "set", "vmbr0", "mtu", "1400", "up");
    }

    @AfterEach
    void close() {
        network.ifPresent(Namespace::close);
    }

    private String ask(String... argv) throws Exception {
        return network.orElseThrow().ask(argv);
    }

    private Taps taps() {
        return new Taps(network.orElseThrow(), network.orElseThrow().interfaces());
    }

    private static Nic nic(String options) {
        return Nic.of("net0", "virtio=02:00:00:00:16:02,bridge=vmbr0" + options).orElseThrow();
    }

    private void plug(String options) throws Exception {
        taps().plug(nic(options), GUEST);
    }

    private String refusal(String options) {
        return assertThrows(Refused.class, () -> plug(options)).failure().text();
    }

    @Test
    void a_tap_is_a_port_of_its_bridge_and_has_its_mtu() throws Exception {
        plug("");
        plug("");
        String link = ask("ip", "-o", "link", "show", TAP);
        assertTrue(link.contains("master vmbr0") && link.contains("mtu 1400") && link.contains("UP"), link);
        assertTrue(ask("ip", "-o", "link", "show", "vmbr0").contains("mtu 1400"));
        taps().unplug(nic(""), GUEST);
        taps().unplug(nic(""), GUEST);
        assertFalse(ask("ip", "link").contains(TAP));
    }

    @Test
    void a_rate_limits_both_ways_and_is_changed_and_taken_back_while_it_runs() throws Exception {
        plug(",rate=0.5");
        assertTrue(ask("tc", "qdisc", "show", "dev", TAP).contains("tbf"));
        assertTrue(ask("tc", "qdisc", "show", "dev", TAP).contains("rate 4194Kbit"));
        assertTrue(ask("nft", "list", "ruleset").contains("limit rate over 512 kbytes/second"));
        plug(",rate=2");
        assertTrue(ask("tc", "qdisc", "show", "dev", TAP).contains("rate 16777Kbit"));
        assertTrue(ask("nft", "list", "ruleset").contains("limit rate over 2 mbytes/second"));
        plug("");
        assertFalse(ask("tc", "qdisc", "show", "dev", TAP).contains("tbf"));
        assertFalse(ask("nft", "list", "ruleset").contains(TAP));
        plug(",rate=1");
        taps().unplug(nic(",rate=1"), GUEST);
        plug(",rate=1");
        assertTrue(ask("nft", "list", "ruleset").contains("device \"" + TAP + "\""));
        taps().unplug(nic(",rate=1"), GUEST);
        assertFalse(ask("nft", "list", "ruleset").contains(TAP));
    }

    @Test
    void a_cable_can_be_pulled_and_put_into_another_bridge() throws Exception {
        ask("ip", "link", "add", "name", "vmbr1", "type", "bridge");
        plug(",link_down=1");
        assertTrue(ask("ip", "-o", "link", "show", TAP).contains("state DOWN"));
        taps().plug(Nic.of("net0", "virtio=02:00:00:00:16:02,bridge=vmbr1").orElseThrow(), GUEST);
        String link = ask("ip", "-o", "link", "show", TAP);
        assertTrue(link.contains("master vmbr1") && link.contains(",UP"), link);
    }

    @Test
    void what_cannot_be_served_is_said_before_anything_is_made() throws Exception {
        assertEquals(
                "net0: bridge 'vmbr0' has no port that leads out of this node; make it VLAN aware, or take 'tag' out",
                refusal(",tag=5"));
        assertEquals(
                "net0: bridge 'vmbr0' does not tell VLANs apart; make it VLAN aware, or take 'trunks' out",
                refusal(",trunks=5;7-9"));
        ask("ip", "link", "delete", "vmbr0");
        assertEquals("bridge 'vmbr0' of net0 does not exist on this node; make it, or choose another", refusal(""));
        assertFalse(ask("ip", "link").contains(TAP));
    }
}
