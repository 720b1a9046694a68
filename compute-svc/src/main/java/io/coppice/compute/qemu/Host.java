package io.coppice.compute.qemu;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a command line needs to know of the host.
 *
 * @param node its name, for messages
 * @param arch {@code x86_64}, {@code aarch64}
 * @param cpuVendor {@code GenuineIntel}, {@code AuthenticAMD}
 * @param processors logical ones
 * @param hasVhostNet whether packets can be moved by its kernel
 * @param initiator its iSCSI name
 * @param network what bridges are like
 * @param pci its PCI devices and their mappings
 * @param cpus processor models that administrators made, by name
 * @param sev what its memory encryption needs
 */
public record Host(
        String node,
        String arch,
        String cpuVendor,
        int processors,
        boolean hasVhostNet,
        Optional<String> initiator,
        Network network,
        Pci pci,
        Map<String, Map<String, String>> cpus,
        Sev sev) {
    public Host {
        cpus = Map.copyOf(cpus);
    }

    /** Nothing but what every host has. */
    public static Host plain(String node, String arch, int processors) {
        return new Host(
                node,
                arch,
                "GenuineIntel",
                processors,
                false,
                Optional.empty(),
                new Network(Map.of(), 1500, 61000),
                new Pci(List.of(), Map.of(), Set.of()),
                Map.of(),
                new Sev(0, 0));
    }

    /**
     * @param mtus of bridges; others have {@code mtu}
     * @param spicePort the first for SPICE
     */
    public record Network(Map<String, Integer> mtus, int mtu, int spicePort) {
        public Network {
            mtus = Map.copyOf(mtus);
        }

        int mtu(String bridge) {
            return mtus.getOrDefault(bridge, mtu);
        }
    }

    /**
     * @param devices full addresses, {@code 0000:00:1f.2}
     * @param mappings addresses by name
     * @param mediated mappings and devices that make devices of their own (mdev)
     */
    public record Pci(List<String> devices, Map<String, List<String>> mappings, Set<String> mediated) {
        public Pci {
            devices = List.copyOf(devices);
            mappings = Map.copyOf(mappings);
            mediated = Set.copyOf(mediated);
        }
    }

    /** Where a page's encryption bit is, and how many address bits that costs (AMD SEV). */
    public record Sev(int cbitpos, int reducedPhysBits) {}
}
