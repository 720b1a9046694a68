package io.coppice.compute.qemu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where each device of a guest sits. Guests know their hardware by it, so that a place is for ever: a Windows would see a new
 * network card, a Linux rename it.
 */
final class PciAddress {
    /** A bus and a slot. */
    private record Place(int bus, int slot) {}

    private static final String FIRST_BUS =
            "- usb vga balloon0 watchdog scsihw0 scsihw1 ahci0 qga0 spice virtio0 virtio1 virtio2"
                    + " virtio3 virtio4 virtio5 hostpci0 hostpci1 net0 net1 net2 net3 net4 net5 vga1 vga2 vga3 hostpci2 hostpci3"
                    + " - pci.1 pci.2";
    private static final Map<String, Place> PLACES = places();

    private final MachineType machine;
    private final Set<Integer> buses = new TreeSet<>();
    private boolean moved;

    PciAddress(MachineType machine) {
        this.machine = machine;
        if (!machine.isQ35()) {
            buses.add(1);
            buses.add(2);
        }
    }

    private static Map<String, Place> places() {
        Map<String, Place> all = new LinkedHashMap<>();
        String[] first = FIRST_BUS.split(" ");
        for (int slot = 1; slot < first.length; slot++) {
            all.put(first[slot], new Place(0, slot));
        }
        all.remove("-");
        all.put("pci.3", new Place(0, 5));
        row(all, "net", 6, 31, 1, 1);
        all.put("xhci", new Place(1, 27));
        all.put("pci.4", new Place(1, 28));
        all.put("rng0", new Place(1, 29));
        row(all, "virtio", 6, 15, 2, 1);
        all.put("ivshmem", new Place(2, 11));
        all.put("audio0", new Place(2, 12));
        row(all, "hostpci", 4, 15, 2, 13);
        row(all, "virtioscsi", 0, 30, 3, 1);
        row(all, "scsihw", 2, 4, 4, 1);
        return all;
    }

    /** One after the other. */
    private static void row(Map<String, Place> all, String name, int from, int to, int bus, int slot) {
        for (int i = from; i <= to; i++) {
            all.put(name + i, new Place(bus, slot + i - from));
        }
    }

    /** Intel's graphics want the last place of the first bus for themselves. */
    void moveForGraphics() {
        moved = true;
    }

    /** {@code ,bus=pci.0,addr=0x3}; its bridge will be there. Empty for what has no place. */
    String of(String device) {
        Place place = PLACES.get(device);
        if (place == null) {
            return "";
        }
        if (place.bus() > 0 && !(machine.isQ35() && place.bus() < 4)) {
            buses.add(place.bus());
        }
        return ",bus=" + bus(place.bus()) + ",addr=0x" + Integer.toHexString(place.slot());
    }

    private String bus(int number) {
        return number == 0 && machine.isVirt() ? "pcie.0" : "pci." + number;
    }

    /** The bridges of all that was placed so far. */
    Argv bridges() {
        Argv argv = new Argv();
        for (int bus : buses) {
            argv.device("pci-bridge,id=pci." + bus + ",chassis_nr=" + bus
                    + of("pci." + bus + (bus == 2 && moved ? "-igd" : "")));
        }
        return argv;
    }
}
