package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.DeviceFormats;
import java.util.Map;
import java.util.Optional;

/** Graphics cards, SPICE, and where a console finds them. */
final class Display {
    private static final Map<String, String> DEVICES = Map.of(
            "cirrus", "cirrus-vga",
            "std", "VGA",
            "vmware", "vmware-svga",
            "virtio", "virtio-vga",
            "virtio-gl", "virtio-vga-gl");
    private final Launch launch;
    private final Vm vm;
    private final MachineType machine;
    private final PciAddress places;
    private final GuestSystem system;
    private final Map<String, Object> keys;
    private final String type;

    Display(Launch launch, MachineType machine, PciAddress places, boolean passesGraphics) {
        this.launch = launch;
        this.vm = launch.vm();
        this.machine = machine;
        this.places = places;
        this.system = GuestSystem.of(launch);
        this.keys = vm.option("vga")
                .map(t -> CommandLine.keys(DeviceFormats.VGA, t))
                .orElse(Map.of());
        String fallback = machine.isVirt() ? "virtio" : "std";
        this.type =
                launch.isTemplate() || passesGraphics ? "none" : String.valueOf(keys.getOrDefault("type", fallback));
    }

    /** Cards for SPICE; 0 for none. */
    int spiceCards() {
        if (!type.startsWith("qxl")) {
            return 0;
        }
        return type.equals("qxl") ? 1 : type.charAt(3) - '0';
    }

    boolean isSerial() {
        return type.startsWith("serial");
    }

    boolean isNone() {
        return type.equals("none");
    }

    Argv console() {
        Argv argv = new Argv();
        if (isNone() || isSerial()) {
            if (isNone() && launch.build().branded()) {
                argv.add("-vga", "none");
            }
            // a socket is there all the same: a console that shows nothing beats one that cannot be opened
            return launch.build().branded() ? argv.add("-nographic") : vnc(argv);
        }
        return vnc(argv);
    }

    private Argv vnc(Argv argv) {
        return argv.add(
                "-vnc", "unix:" + launch.files().vnc(vm.vmid()) + launch.build().vncPassword());
    }

    Argv cards() {
        Argv argv = new Argv();
        if (isNone() || isSerial()) {
            return argv;
        }
        if (type.equals("virtio-gl") && !launch.build().branded()) {
            throw Refused.conflict("vga: 'virtio-gl' cannot be served by this QEMU; use 'virtio'");
        }
        argv.device(card(0));
        for (int i = 1; i < spiceCards() && system.isWindows(); i++) {
            argv.device(card(i));
        }
        if (spiceCards() > 1 && !system.isWindows()) {
            long ram = memory().map(m -> m << 22).orElse(134217728L);
            long vram = memory().map(m -> m << 21).orElse(67108864L);
            argv.add("-global", "qxl-vga.ram_size=" + ram).add("-global", "qxl-vga.vram_size=" + vram);
        }
        return argv;
    }

    private Optional<Long> memory() {
        return Optional.ofNullable(keys.get("memory")).map(m -> Long.parseLong(m.toString()));
    }

    private String card(int index) {
        String device = spiceCards() > 0
                ? (index == 0 ? "qxl-vga" : "qxl")
                : machine.isVirt() && type.equals("virtio") ? "virtio-gpu" : DEVICES.getOrDefault(type, "VGA");
        String id = index == 0 ? "vga" : "vga" + index;
        String outputs = spiceCards() > 0 && !system.isWindows() && machine.isAtLeast(4, 1) ? ",max_outputs=4" : "";
        String place = machine.isQ35() && index == 0 ? ",bus=pcie.0,addr=0x1" : places.of(id);
        boolean edid = !device.equals("VGA")
                || !system.isWindows()
                || vm.option("bios", "seabios").equals("ovmf");
        return device + ",id=" + id + cardMemory(index) + outputs + place + (edid ? "" : ",edid=off");
    }

    private String cardMemory(int index) {
        if (memory().isPresent()) {
            long mib = memory().get();
            if (type.startsWith("virtio")) {
                return ",max_hostmem=" + (mib << 20);
            }
            return ",vgamem_mb=" + mib
                    + (spiceCards() > 0 ? ",ram_size_mb=" + mib * 4 + ",vram_size_mb=" + mib * 2 : "");
        }
        return spiceCards() > 0 && index > 0 ? ",ram_size=67108864,vram_size=33554432" : "";
    }

    /** The channel that a SPICE client speaks to the guest's agent by, and the server itself. */
    Argv spice() {
        Argv argv = new Argv();
        boolean wanted = (spiceCards() > 0 || type.startsWith("virtio"))
                && launch.build().hasSpice();
        boolean clipboard = "vnc".equals(keys.get("clipboard")) && !isNone();
        if (!wanted && !clipboard) {
            return argv;
        }
        Map<String, Object> more = vm.option("spice_enhancements")
                .map(t -> CommandLine.keys(DeviceFormats.SPICE, t))
                .orElse(Map.of());
        argv.device("virtio-serial,id=spice" + places.of("spice"));
        argv.add(
                "-chardev",
                clipboard ? "qemu-vdagent,id=vdagent,name=vdagent,clipboard=on" : "spicevmc,id=vdagent,name=vdagent");
        argv.device("virtserialport,chardev=vdagent,name=com.redhat.spice.0");
        if (!wanted) {
            return argv;
        }
        if (Boolean.TRUE.equals(more.get("foldersharing"))) {
            argv.add("-chardev", "spiceport,id=foldershare,name=org.spice-space.webdav.0");
            argv.device("virtserialport,chardev=foldershare,name=org.spice-space.webdav.0");
        }
        Object streaming = more.get("videostreaming");
        String stream = streaming == null || streaming.equals("off") ? "" : ",streaming-video=" + streaming;
        return argv.add(
                "-spice",
                "tls-port=" + launch.host().network().spicePort()
                        + ",addr=127.0.0.1,tls-ciphers=HIGH,seamless-migration=on" + stream);
    }
}
