package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.DeviceFormats;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** USB controllers, the tablet that points where the hand points, and devices of the host or of a SPICE client. */
final class Usb {
    private static final Pattern BY_ID = Pattern.compile("(?:0x)?([0-9A-Fa-f]{4}):(?:0x)?([0-9A-Fa-f]{4})");
    private static final Pattern BY_PORT = Pattern.compile("(\\d+)-(\\d+(?:\\.\\d+)*)");
    private static final int OLD_PORTS = 5;
    private final Launch launch;
    private final Vm vm;
    private final MachineType machine;
    private final PciAddress places;
    private final Map<Integer, Map<String, Object>> devices = new TreeMap<>();

    /** Whether all devices are on one newer controller, with a port each. */
    private final boolean modern;

    Usb(Launch launch, MachineType machine, PciAddress places) {
        this.launch = launch;
        this.vm = launch.vm();
        this.machine = machine;
        this.places = places;
        GuestSystem system = GuestSystem.of(launch);
        this.modern = machine.isAtLeast(7, 1) && (system.isLinux() || system.windows() > 7);
        for (int i = 0; i < 14 && !launch.isTemplate(); i++) {
            int index = i;
            vm.option("usb" + i)
                    .map(t -> CommandLine.keys(DeviceFormats.USB, t))
                    .ifPresent(k -> devices.put(index, k));
        }
        for (int index : devices.keySet()) {
            if (index >= OLD_PORTS && !modern) {
                throw Refused.conflict("using usb" + index
                        + " is only possible with machine type >= 7.1 and ostype l26 or windows > 7");
            }
        }
    }

    private static boolean isUsb3(Map<String, Object> device) {
        return Boolean.TRUE.equals(device.get("usb3"));
    }

    private boolean isOldFashioned(Map<String, Object> device) {
        return !modern && !isUsb3(device);
    }

    Argv controllers() {
        Argv argv = new Argv();
        if (machine.isVirt()) {
            argv.device("usb-ehci,id=ehci" + places.of("usb"));
        } else if (!machine.isQ35()) {
            argv.device("piix3-usb-uhci,id=uhci" + places.of("usb") + ".0x2");
            if (devices.values().stream().anyMatch(this::isOldFashioned)) {
                launch.build()
                        .usbConfiguration()
                        .ifPresentOrElse(
                                file -> argv.add("-readconfig", file),
                                () -> argv.device("usb-ehci,id=ehci,bus=pci.0,addr=0x1d"));
            }
        }
        if (modern && !devices.isEmpty()) {
            argv.device("qemu-xhci,p2=15,p3=15,id=xhci" + places.of("xhci"));
        } else if (devices.values().stream().anyMatch(Usb::isUsb3)) {
            argv.device("nec-usb-xhci,id=xhci" + places.of("xhci"));
        }
        return argv;
    }

    Argv pointer(boolean wanted) {
        Argv argv = new Argv();
        boolean ehci = machine.isQ35() || machine.isVirt();
        if (wanted) {
            argv.device("usb-tablet,id=tablet,bus=" + (ehci ? "ehci.0" : "uhci.0") + ",port=1");
        }
        if (machine.isVirt()) {
            argv.device("usb-kbd,id=keyboard,bus=ehci.0,port=2");
        }
        return argv;
    }

    Argv devices() {
        Argv argv = new Argv();
        devices.forEach((index, device) -> device(argv, index, device));
        return argv;
    }

    private void device(Argv argv, int index, Map<String, Object> device) {
        String host = String.valueOf(device.getOrDefault("host", ""));
        String place = bus(index, device);
        if (host.toLowerCase(Locale.ROOT).equals("spice")) {
            if (!launch.build().hasSpice()) {
                throw Refused.conflict("usb" + index + ": this QEMU has no SPICE; take it out, or name a host device");
            }
            argv.add("-chardev", "spicevmc,id=usbredirchardev" + index + ",name=usbredir");
            argv.device("usb-redir,chardev=usbredirchardev" + index + ",id=usbredirdev" + index + place);
            return;
        }
        Matcher id = BY_ID.matcher(host);
        Matcher port = BY_PORT.matcher(host);
        if (id.matches()) {
            argv.device("usb-host" + place + ",vendorid=0x" + id.group(1) + ",productid=0x" + id.group(2) + ",id=usb"
                    + index);
        } else if (port.matches()) {
            argv.device("usb-host" + place + ",hostbus=" + port.group(1) + ",hostport=" + port.group(2) + ",id=usb"
                    + index);
        } else {
            throw Refused.conflict("usb" + index + ": there is no USB mapping '" + device.getOrDefault("mapping", "")
                    + "' on this node");
        }
    }

    private String bus(int index, Map<String, Object> device) {
        if (modern) {
            return ",bus=xhci.0,port=" + (index + 1);
        }
        return isUsb3(device) ? ",bus=xhci.0" : ",bus=ehci.0";
    }
}
