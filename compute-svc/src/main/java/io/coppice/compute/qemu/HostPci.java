package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.DeviceFormats;
import io.coppice.contract.word.Vmid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** PCI devices of the host that a guest has for itself (VFIO). */
final class HostPci {
    private static final int MOST = 16;
    private final Launch launch;
    private final MachineType machine;
    private final PciAddress places;
    private final BootOrder boot;
    private final Map<Integer, Map<String, Object>> devices = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    HostPci(Launch launch, MachineType machine, PciAddress places, BootOrder boot) {
        this.launch = launch;
        this.boot = boot;
        this.machine = machine;
        this.places = places;
        this.devices.putAll(configured(launch));
    }

    private static Map<Integer, Map<String, Object>> configured(Launch launch) {
        Map<Integer, Map<String, Object>> all = new TreeMap<>();
        Vm vm = launch.vm();
        for (int i = 0; i < MOST && !launch.isTemplate(); i++) {
            int index = i;
            vm.option("hostpci" + i)
                    .map(t -> CommandLine.keys(DeviceFormats.PCI, t))
                    .ifPresent(k -> all.put(index, k));
        }
        return all;
    }

    /** Whether the host's graphics card is the guest's, so that it needs no other. */
    static boolean hasGraphics(Launch launch) {
        return configured(launch).values().stream().anyMatch(k -> Boolean.TRUE.equals(k.get("x-vga")));
    }

    static boolean isUsed(Launch launch) {
        return !configured(launch).isEmpty();
    }

    Argv arguments() {
        Argv argv = new Argv();
        devices.forEach((index, keys) -> device(argv, index, keys));
        return argv;
    }

    private void device(Argv argv, int index, Map<String, Object> keys) {
        boolean express = Boolean.TRUE.equals(keys.get("pcie"));
        if (express && !machine.isQ35()) {
            throw Refused.conflict("q35 machine model is not enabled");
        }
        String place;
        if (express) {
            int port = index + 1;
            if (index > 3) {
                argv.device("pcie-root-port,id=ich9-pcie-port-" + port + ",addr=" + (index < 12 ? "10." : "11.")
                        + (index < 12 ? index - 4 : index - 12) + ",x-speed=16,x-width=32,multifunction=on,bus=pcie.0"
                        + ",port=" + port + ",chassis=" + port);
            }
            place = ",bus=ich9-pcie-port-" + port + ",addr=0x0";
        } else {
            place = places.of(Boolean.TRUE.equals(keys.get("legacy-igd")) ? igd(keys) : "hostpci" + index);
        }
        String extra = extra(index, keys, false);
        if (keys.get("mdev") != null) {
            argv.device("vfio-pci,sysfsdev=/sys/bus/mdev/devices/" + mediated(index) + ",id=hostpci" + index + place
                    + extra);
            return;
        }
        List<String> functions = functions(index, keys);
        for (int i = 0; i < functions.size(); i++) {
            boolean several = functions.size() > 1;
            argv.device("vfio-pci,host=" + functions.get(i) + ",id=hostpci" + index + (several ? "." + i : "") + place
                    + (several ? "." + i : "") + (i == 0 ? extra : "")
                    + (several && i == 0 ? ",multifunction=on" : ""));
        }
    }

    /** Intel's graphics in the place where its driver wants it, and where a card of ours would be. */
    private String igd(Map<String, Object> keys) {
        if (machine.isQ35()) {
            throw Refused.conflict("legacy IGD assignment is not compatible with q35 machine type");
        }
        if (!launch.vm().option("vga", "std").replaceFirst("^type=", "").equals("none")) {
            throw Refused.conflict("legacy IGD assignment requires VGA mode to be 'none'");
        }
        if (Boolean.FALSE.equals(keys.get("rombar"))) {
            throw Refused.conflict("legacy IGD assignment requires setting rombar=1");
        }
        places.moveForGraphics();
        return "vga";
    }

    private String mediated(int index) {
        Vmid vmid = launch.vm().vmid();
        return "%08d-0000-0000-0000-%012d".formatted(index, vmid.number());
    }

    private String extra(int index, Map<String, Object> keys, boolean several) {
        StringBuilder text = new StringBuilder();
        if (Boolean.FALSE.equals(keys.get("rombar"))) {
            text.append(",rombar=0");
        }
        if (Boolean.TRUE.equals(keys.get("x-vga"))) {
            text.append(",x-vga=on");
        }
        if (several) {
            text.append(",multifunction=on");
        }
        if (keys.get("romfile") != null) {
            text.append(",romfile=/usr/share/kvm/").append(keys.get("romfile"));
        }
        boot.index("hostpci" + index).ifPresent(n -> text.append(",bootindex=").append(n));
        for (String id : List.of("vendor-id", "device-id", "sub-vendor-id", "sub-device-id")) {
            if (keys.get(id) != null) {
                text.append(",x-pci-").append(id).append('=').append(keys.get(id));
            }
        }
        return text.toString();
    }

    /** All functions of a device that is named without one. */
    private List<String> functions(int index, Map<String, Object> keys) {
        if (keys.get("mapping") != null) {
            return List.of(mapped(index, keys.get("mapping").toString()));
        }
        List<String> all = new ArrayList<>();
        for (String one : String.valueOf(keys.getOrDefault("host", "")).split(";")) {
            String full = one.matches("[0-9a-f]{4,}:.*") ? one : "0000:" + one;
            if (full.contains(".")) {
                all.add(full);
            } else {
                launch.host().pci().devices().stream()
                        .filter(d -> d.startsWith(full + "."))
                        .sorted()
                        .forEach(all::add);
            }
        }
        if (all.isEmpty()) {
            throw Refused.conflict("hostpci" + index + ": there is no PCI device '" + keys.get("host") + "'");
        }
        all.forEach(this::take);
        return all;
    }

    private void take(String device) {
        if (!taken.add(device)) {
            throw Refused.conflict("PCI device '" + device + "' is used more than once");
        }
    }

    /** The first of a mapping's devices that this guest has not taken already. */
    private String mapped(int index, String mapping) {
        List<String> devices = launch.host().pci().mappings().getOrDefault(mapping, List.of());
        String free = devices.stream()
                .filter(d -> !taken.contains(d))
                .findFirst()
                .orElseThrow(() ->
                        Refused.conflict("hostpci" + index + ": no free device of the PCI mapping '" + mapping + "'"));
        taken.add(free);
        return free;
    }
}
