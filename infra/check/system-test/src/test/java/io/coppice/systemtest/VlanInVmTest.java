package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.compute.guest.Nic;
import io.coppice.compute.net.Taps;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Links;
import io.coppice.network.host.Ip;
import io.coppice.network.host.IpReload;
import io.coppice.servicekit.task.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs more of a kernel than this machine's may have, in a machine of its own: {@code -Dcoppice.vm=true}. */
class VlanInVmTest {
    private static final String FILE = """
            auto eth0
            iface eth0 inet manual

            auto eth1
            iface eth1 inet manual

            auto eth2
            iface eth2 inet manual

            auto bond0
            iface bond0 inet manual
            \tbond-slaves eth1 eth2
            \tbond-miimon 100
            \tbond-mode active-backup
            \tbond-primary eth2

            auto vmbr0
            iface vmbr0 inet manual
            \tbridge-ports eth0
            \tbridge-stp off
            \tbridge-fd 0
            \tbridge-vlan-aware yes
            \tbridge-vids 2-4094

            auto vmbr0.10
            iface vmbr0.10 inet static
            \taddress 10.10.0.1/24

            auto vmbr1
            iface vmbr1 inet static
            \taddress 10.1.0.1/24
            \tbridge-ports bond0
            \tbridge-stp off
            \tbridge-fd 0
            """;

    @TempDir
    static Path folder;

    private static VmHost vm;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Boolean.getBoolean("coppice.vm"), "it takes minutes; -Dcoppice.vm=true runs it");
        assumeTrue(VmHost.missing().isEmpty(), () -> "missing here");
        vm = VmHost.start(folder);
        for (String card : List.of("eth0", "eth1", "eth2")) {
            vm.ask("ip", "link", "add", card, "type", "dummy");
        }
        reload("", FILE);
    }

    @AfterAll
    static void stop() throws Exception {
        if (vm != null) {
            vm.close();
        }
    }

    private static void reload(String from, String to) throws Exception {
        Ip ip = new Ip(vm);
        Links links = Ip.links(ip.devices());
        new IpReload(ip).reload(Interfaces.parse(from, links), Interfaces.parse(to, links), new Progress() {
            @Override
            public void log(String line) {
                System.out.println(line);
            }

            @Override
            public void warn(String line) {
                System.out.println(line);
            }

            @Override
            public void checkCancelled() {}
        });
    }

    /** A tap that has another end: what a guest would be, in a namespace. */
    private static void guest(int vmid, String bridge, String options) throws Exception {
        String tap = "tap" + vmid + "i0";
        vm.ask("ip", "netns", "add", "g" + vmid);
        vm.ask("ip", "link", "add", tap, "type", "veth", "peer", "name", "eth0", "netns", "g" + vmid);
        vm.ask("ip", "-n", "g" + vmid, "address", "add", "10.10.0." + (vmid - 1600) + "/24", "dev", "eth0");
        vm.ask("ip", "-n", "g" + vmid, "link", "set", "eth0", "up");
        plug(vmid, bridge, options);
    }

    private static void plug(int vmid, String bridge, String options) throws Exception {
        Path links = Files.createTempDirectory(folder, "links");
        vm.mirror(links);
        Nic nic = Nic.of("net0", "virtio=02:00:00:00:16:03,bridge=" + bridge + options)
                .orElseThrow();
        new Taps(vm, links).plug(nic, new Vmid(vmid));
    }

    private static boolean reaches(int vmid, String address) throws Exception {
        return vm.succeeds("ip", "netns", "exec", "g" + vmid, "ping", "-c", "1", "-W", "2", address);
    }

    @Test
    void a_bond_has_its_mode_and_slaves() throws Exception {
        String bond = vm.ask("cat", "/proc/net/bonding/bond0");
        assertTrue(bond.contains("active-backup") && bond.contains("Slave Interface: eth1"), bond);
        assertTrue(bond.contains("Primary Slave: eth2"), bond);
        assertTrue(vm.ask("ip", "link", "show", "bond0").contains("master vmbr1"));
    }

    @Test
    void guests_reach_those_of_their_vlan_and_no_others() throws Exception {
        guest(1602, "vmbr0", ",tag=10");
        guest(1603, "vmbr0", ",tag=10");
        guest(1604, "vmbr0", ",tag=20");
        assertTrue(reaches(1602, "10.10.0.3"), "two guests of VLAN 10");
        assertTrue(reaches(1602, "10.10.0.1"), "the node's own vmbr0.10");
        assertFalse(reaches(1604, "10.10.0.3"), "a guest of VLAN 20 and one of VLAN 10");
        plug(1604, "vmbr0", ",tag=10");
        assertTrue(reaches(1604, "10.10.0.3"), "after its tag was changed");
        plug(1604, "vmbr0", ",trunks=10;20");
        assertFalse(reaches(1604, "10.10.0.3"), "a trunk's frames have to be tagged");
        vm.ask("ip", "-n", "g1604", "link", "add", "link", "eth0", "name", "eth0.10", "type", "vlan", "id", "10");
        vm.ask("ip", "-n", "g1604", "address", "flush", "dev", "eth0");
        vm.ask("ip", "-n", "g1604", "address", "add", "10.10.0.4/24", "dev", "eth0.10");
        vm.ask("ip", "-n", "g1604", "link", "set", "eth0.10", "up");
        assertTrue(reaches(1604, "10.10.0.3"), "tagged over its trunk");
    }

    @Test
    void a_bridge_that_filters_nothing_has_one_beside_it_for_a_vlan() throws Exception {
        vm.ask("ip", "link", "add", "eth5", "type", "dummy");
        vm.ask("ip", "link", "set", "eth5", "up");
        vm.ask("ip", "link", "add", "vmbr5", "type", "bridge");
        vm.ask("ip", "link", "set", "eth5", "master", "vmbr5");
        vm.ask("ip", "link", "set", "vmbr5", "up");
        guest(1605, "vmbr5", ",tag=5");
        guest(1606, "vmbr5", ",tag=5");
        guest(1607, "vmbr5", "");
        assertTrue(vm.ask("ip", "-d", "link", "show", "eth5.5").contains("vlan protocol 802.1Q id 5"));
        assertTrue(vm.ask("ip", "link", "show", "eth5.5").contains("master vmbr5v5"));
        assertTrue(vm.ask("ip", "link", "show", "tap1605i0").contains("master vmbr5v5"));
        assertTrue(reaches(1605, "10.10.0.6"));
        assertFalse(reaches(1607, "10.10.0.6"));
    }

    @Test
    void what_was_applied_can_be_applied_again_and_taken_back() throws Exception {
        String more = FILE + "\nauto eth0.7\niface eth0.7 inet static\n\taddress 10.7.0.1/24\n";
        reload(FILE, more);
        reload(more, more);
        assertTrue(vm.ask("ip", "-d", "-o", "address", "show", "dev", "eth0.7").contains("10.7.0.1/24"));
        reload(more, FILE);
        assertFalse(vm.succeeds("ip", "link", "show", "eth0.7"));
        assertEquals(
                "1", vm.ask("cat", "/sys/class/net/vmbr0/bridge/vlan_filtering").strip());
    }
}
