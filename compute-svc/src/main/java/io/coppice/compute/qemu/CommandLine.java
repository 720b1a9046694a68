package io.coppice.compute.qemu;

import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.DeviceFormats;
import io.coppice.contract.guest.MachineFormats;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.PropertyStrings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** QEMU's arguments, a pure function of a launch: the same launch, the same arguments. */
public final class CommandLine {
    /** Options that a configuration may have and a start cannot serve yet; it says so rather than leave them out. */
    private static final List<String> NOT_SERVED = List.of(
            "hostpci",
            "usb",
            "virtiofs",
            "tpmstate",
            "parallel",
            "ivshmem",
            "audio0",
            "hugepages",
            "amd-sev",
            "intel-tdx",
            "cicustom",
            "hookscript");

    private final Launch launch;
    private final Vm vm;
    private final List<String> argv = new ArrayList<>();

    private CommandLine(Launch launch) {
        this.launch = launch;
        this.vm = launch.vm();
    }

    /** @throws Refused for an option that cannot be served, which it names */
    public static List<String> of(Launch launch) {
        CommandLine line = new CommandLine(launch);
        line.build();
        return List.copyOf(line.argv);
    }

    private void build() {
        refuseWhatIsNotServed();
        add("qemu-system-x86_64");
        add("-name", comma(vm.name()) + ",debug-threads=on");
        control();
        machine();
        processors();
        add("-m", Long.toString(vm.memoryMib()));
        add("-nodefaults");
        boot();
        firmware();
        display();
        serials();
        extras();
        argv.addAll(Disks.arguments(launch));
        vm.nics().forEach(this::nic);
        clock();
        if (launch.paused() || vm.isOn("freeze", false)) {
            add("-S");
        }
        vm.option("args")
                .ifPresent(args -> argv.addAll(Arrays.asList(args.strip().split("\\s+"))));
    }

    private void refuseWhatIsNotServed() {
        for (String option : vm.now().options().keySet()) {
            if (NOT_SERVED.contains(option.replaceFirst("\\d+$", "")) || NOT_SERVED.contains(option)) {
                throw Refused.conflict("option '" + option + "' of VM " + vm.vmid()
                        + " cannot be served by this version yet; take it out of the configuration to start");
            }
        }
    }

    private void control() {
        add("-chardev", "socket,id=qmp,path=" + launch.files().qmp(vm.vmid()) + ",server=on,wait=off");
        add("-mon", "chardev=qmp,mode=control");
        // a second one for events: the first takes one conversation at a time
        add("-chardev", "socket,id=qmp-event,path=" + launch.files().events(vm.vmid()) + ",server=on,wait=off");
        add("-mon", "chardev=qmp-event,mode=control");
        // a guest that powers off stays until its owner has seen why, and ends it
        add("-no-shutdown");
        add("-pidfile", launch.files().pid(vm.vmid()).toString());
        add("-daemonize");
        if (!vm.isOn("reboot", true)) {
            add("-no-reboot");
        }
        vm.option("smbios1").ifPresent(text -> add("-smbios", "type=1," + smbios(text)));
        vm.option("vmgenid").filter(id -> id.length() == 36).ifPresent(id -> add("-device", "vmgenid,guid=" + id));
    }

    /** Its texts may be in base64, so that they can hold what a property string cannot; the uuid never is. */
    private static String smbios(String text) {
        Map<String, Object> keys = new LinkedHashMap<>(keys(MachineFormats.SMBIOS, text));
        boolean encoded = Boolean.TRUE.equals(keys.remove("base64"));
        List<String> all = new ArrayList<>();
        keys.forEach((k, v) ->
                all.add(k + "=" + comma(encoded && !k.equals("uuid") ? decoded(v.toString()) : v.toString())));
        return String.join(",", all);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    private void machine() {
        Map<String, Object> keys =
                vm.option("machine").map(t -> keys(MachineFormats.MACHINE, t)).orElse(Map.of());
        // upstream has no machine versions of that suffix
        String type = String.valueOf(keys.getOrDefault("type", "pc")).replaceFirst("\\+pve\\d+$", "");
        String acpi = vm.isOn("acpi", true) ? "" : ",acpi=off";
        add("-machine", "type=" + type + ",accel=" + (launch.isKvm() ? "kvm" : "tcg") + acpi);
        if (!vm.isOn("tablet", true)) {
            return;
        }
        add("-device", "piix3-usb-uhci,id=uhci");
        add("-device", "usb-tablet,id=tablet,bus=uhci.0,port=1");
    }

    private void processors() {
        int most = vm.sockets() * vm.cores();
        add("-smp", vm.processors() + ",sockets=" + vm.sockets() + ",cores=" + vm.cores() + ",maxcpus=" + most);
        add("-cpu", CpuModels.argument(vm, launch.isKvm()));
        if (vm.isOn("numa", false)) {
            numa();
        }
    }

    /** One node per socket, memory spread evenly, where the configuration names none itself. */
    private void numa() {
        long each = vm.memoryMib() / vm.sockets();
        for (int i = 0; i < vm.sockets(); i++) {
            long size = i == vm.sockets() - 1 ? vm.memoryMib() - each * i : each;
            int first = i * vm.cores();
            String range = vm.cores() == 1 ? Integer.toString(first) : first + "-" + (first + vm.cores() - 1);
            add("-object", "memory-backend-ram,id=ram-node" + i + ",size=" + size + "M");
            add("-numa", "node,nodeid=" + i + ",cpus=" + range + ",memdev=ram-node" + i);
        }
    }

    private void boot() {
        add("-boot", "menu=on,strict=on,reboot-timeout=1000");
    }

    private void firmware() {
        if (vm.option("bios", "seabios").equals("ovmf")) {
            argv.addAll(Disks.firmware(launch));
        }
    }

    private void display() {
        add("-vnc", "unix:" + launch.files().vnc(vm.vmid()));
        vm.option("keyboard").ifPresent(k -> add("-k", k));
        Map<String, Object> keys =
                vm.option("vga").map(t -> keys(DeviceFormats.VGA, t)).orElse(Map.of());
        Object memory = keys.get("memory");
        String megabytes = memory == null ? "" : ",vgamem_mb=" + memory;
        switch (String.valueOf(keys.getOrDefault("type", "std"))) {
            case "std" -> add("-device", "VGA,id=vga" + megabytes);
            case "cirrus" -> add("-device", "cirrus-vga,id=vga" + megabytes);
            case "vmware" -> add("-device", "vmware-svga,id=vga" + megabytes);
            case "virtio" -> add("-device", "virtio-vga,id=vga");
            case "qxl", "qxl2", "qxl3", "qxl4" -> add("-device", "qxl-vga,id=vga" + megabytes);
            case "virtio-gl" ->
                throw Refused.conflict("vga: 'virtio-gl' cannot be served by this version yet; use 'virtio'");
            default -> {}
        }
    }

    private void serials() {
        for (int i = 0; i < 4; i++) {
            int index = i;
            vm.option("serial" + i).ifPresent(kind -> {
                String target = kind.equals("socket")
                        ? "socket,id=serial" + index + ",path=" + launch.files().serial(vm.vmid(), index)
                                + ",server=on,wait=off"
                        : "serial,id=serial" + index + ",path=" + comma(kind);
                add("-chardev", target);
                add("-device", "isa-serial,chardev=serial" + index);
            });
        }
    }

    private void extras() {
        if (vm.number("balloon", 1) != 0) {
            add("-device", "virtio-balloon-pci,id=balloon0,free-page-reporting=on");
        }
        if (vm.option("agent")
                .map(t -> keys(DeviceFormats.AGENT, t))
                .filter(k -> Boolean.TRUE.equals(k.get("enabled")))
                .isPresent()) {
            add("-chardev", "socket,path=" + launch.files().agent(vm.vmid()) + ",server=on,wait=off,id=qga0");
            add("-device", "virtio-serial,id=qga0");
            add("-device", "virtserialport,chardev=qga0,name=org.qemu.guest_agent.0");
        }
        vm.option("rng0").map(t -> keys(DeviceFormats.RANDOMNESS, t)).ifPresent(k -> {
            add("-object", "rng-random,filename=" + k.get("source") + ",id=rng0");
            Object period = k.getOrDefault("period", 1000L);
            add(
                    "-device",
                    "virtio-rng-pci,rng=rng0,max-bytes=" + k.getOrDefault("max_bytes", 1024L) + ",period=" + period);
        });
        vm.option("watchdog").map(t -> keys(DeviceFormats.WATCHDOG, t)).ifPresent(k -> {
            add("-device", k.getOrDefault("model", "i6300esb").toString());
            add("-action", "watchdog=" + k.getOrDefault("action", "reset"));
        });
    }

    private void nic(Nic nic) {
        String id = "net" + nic.index();
        String device = switch (nic.model()) {
            case "virtio" -> "virtio-net-pci";
            default -> nic.model();
        };
        String backend = nic.bridge().isPresent()
                ? "tap,id=" + id + ",ifname=" + nic.tap(vm.vmid()) + ",script=no,downscript=no"
                : "user,id=" + id;
        add("-netdev", backend);
        StringBuilder options = new StringBuilder(device)
                .append(",netdev=")
                .append(id)
                .append(",id=")
                .append(id);
        nic.text("macaddr").ifPresent(mac -> options.append(",mac=").append(mac));
        nic.text("mtu")
                .filter(m -> device.equals("virtio-net-pci") && !m.equals("1"))
                .ifPresent(m -> options.append(",host_mtu=").append(m));
        BootOrder.of(vm).index(id).ifPresent(n -> options.append(",bootindex=").append(n));
        add("-device", options.toString());
    }

    private void clock() {
        String base = vm.option("startdate", "now").equals("now")
                ? (vm.isOn("localtime", false) ? "localtime" : "")
                : vm.option("startdate", "");
        String drift = vm.isOn("tdf", false) ? "driftfix=slew" : "";
        String both = (base.isEmpty() ? "" : "base=" + base) + (base.isEmpty() || drift.isEmpty() ? "" : ",") + drift;
        if (!both.isEmpty()) {
            add("-rtc", both);
        }
    }

    static Map<String, Object> keys(PropertyFormat format, String text) {
        try {
            return PropertyStrings.parse(format, text);
        } catch (PropertyStrings.Unfit e) {
            return Map.of();
        }
    }

    /** A comma in a value of QEMU's is doubled. */
    static String comma(String text) {
        return text.replace(",", ",,");
    }

    private void add(String... arguments) {
        argv.addAll(List.of(arguments));
    }
}
