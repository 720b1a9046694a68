package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
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

/**
 * QEMU's arguments, a pure function of a launch: the same launch, the same arguments. What differs between upstream's QEMU
 * and the original's build is a value, {@link Build}.
 */
public final class CommandLine {
    /** Options that a configuration may have and a start cannot serve yet; it says so rather than leave them out. */
    private static final List<String> NOT_SERVED = List.of("virtiofs", "intel-tdx", "cicustom", "hookscript");

    private final Launch launch;
    private final Vm vm;
    private final MachineType machine;
    private final PciAddress places;
    private final GuestSystem system;
    private final BootOrder boot;
    private final Argv argv = new Argv();
    private final List<String> machineFlags = new ArrayList<>();

    private CommandLine(Launch launch) {
        this.launch = launch;
        this.vm = launch.vm();
        this.machine = MachineType.of(launch);
        this.places = new PciAddress(machine);
        this.system = GuestSystem.of(launch);
        this.boot = launch.isTemplate() ? templateBoot() : BootOrder.of(vm);
    }

    /** @throws Refused for an option that cannot be served, which it names */
    public static List<String> of(Launch launch) {
        CommandLine line = new CommandLine(launch);
        line.build();
        return line.argv.list();
    }

    /** Its CD-ROMs keep their places, its disks are never booted. */
    private BootOrder templateBoot() {
        return BootOrder.of(new Vm(
                vm.vmid(),
                io.coppice.documents.guest.GuestConfig.of(
                        vm.now().without("bootdisk").without("boot"))));
    }

    private void build() {
        refuseWhatIsNotServed();
        boolean graphics = HostPci.hasGraphics(launch);
        Display display = new Display(launch, machine, places, graphics);
        Disks disks = new Disks(launch, machine, places);
        control();
        Firmware.Parts firmware = Firmware.of(launch, machine);
        argv.addAll(firmware.argv().list());
        machineFlags.addAll(firmware.machineFlags());
        if (machine.isQ35() && !firmware.argv().list().isEmpty() && HostPci.isUsed(launch)) {
            argv.add("-global", "ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off");
        }
        processors();
        argv.add("-nodefaults");
        argv.add(
                "-boot",
                "menu=on,strict=on,reboot-timeout=1000" + launch.build().bootSplash());
        if (!vm.isOn("acpi", true)) {
            machineFlags.add("acpi=off");
        }
        if (!vm.isOn("reboot", true)) {
            argv.add("-no-reboot");
        }
        argv.addAll(display.console().list());
        vm.option("keyboard").filter(k -> !launch.isTemplate()).ifPresent(k -> argv.add("-k", k));
        clockOfWindows();
        argv.add("-cpu", Processor.argument(launch, machine, graphics));
        argv.addAll(MemoryLayout.arguments(launch).list());
        argv.addAll(disks.objects().list());
        sleepStates();
        devices(display, disks);
        rest(display);
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
        argv.add(launch.build().binary(launch.arch(), launch.isNative()));
        if (launch.build().branded()) {
            argv.add("-id", vm.vmid().toString());
        }
        String threads = launch.build().branded() ? "" : ",debug-threads=on";
        argv.add("-name", Argv.comma(vm.option("name", "vm" + vm.vmid())) + threads);
        // a guest that powers off stays until its owner has seen why, and ends it
        argv.add("-no-shutdown");
        argv.add("-chardev", "socket,id=qmp,path=" + launch.files().qmp(vm.vmid()) + ",server=on,wait=off");
        argv.add("-mon", "chardev=qmp,mode=control");
        // a second one for events: the first takes one conversation at a time
        argv.add(
                "-chardev",
                launch.build().branded()
                        ? "socket,id=qmp-event,path=/var/run/qmeventd.sock,reconnect-ms=5000"
                        : "socket,id=qmp-event,path=" + launch.files().events(vm.vmid()) + ",server=on,wait=off");
        argv.add("-mon", "chardev=qmp-event,mode=control");
        argv.add("-pidfile", launch.files().pid(vm.vmid()).toString());
        argv.add("-daemonize");
        if (!launch.isTemplate()) {
            vm.option("smbios1").ifPresent(text -> argv.add("-smbios", "type=1," + smbios(text)));
        }
    }

    /** Its texts may be in base64, so that they can hold what a property string cannot; the uuid never is. */
    private static String smbios(String text) {
        Map<String, Object> keys = new LinkedHashMap<>(keys(MachineFormats.SMBIOS, text));
        boolean encoded = Boolean.TRUE.equals(keys.remove("base64"));
        List<String> all = new ArrayList<>();
        keys.forEach((k, v) ->
                all.add(k + "=" + Argv.comma(encoded && !k.equals("uuid") ? decoded(v.toString()) : v.toString())));
        return String.join(",", all);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    private void processors() {
        Processor.Topology topology = Processor.Topology.of(launch);
        int most = topology.most();
        long wanted = launch.isTemplate() ? most : vm.number("vcpus", most);
        boolean oneByOne = !launch.isTemplate() && launch.hotplugs("cpu");
        long plugged = oneByOne ? 1 : wanted;
        if (most > launch.host().processors() && launch.build().branded()) {
            throw Refused.conflict("MAX " + launch.host().processors() + " vcpus allowed per VM on this node");
        }
        argv.add(
                "-smp", plugged + ",sockets=" + topology.sockets() + ",cores=" + topology.cores() + ",maxcpus=" + most);
        for (int id = 2; oneByOne && id <= wanted; id++) {
            int core = (id - 1) % topology.cores();
            int socket = (id - 1) / topology.cores();
            argv.device(Processor.model(launch, machine) + "-x86_64-cpu,id=cpu" + id + ",socket-id=" + socket
                    + ",core-id=" + core + ",thread-id=0");
        }
    }

    /** Windows loses no ticks by itself, and wants no HPET; a newer Linux does better without it too. */
    private void clockOfWindows() {
        if (system.windows() >= 6) {
            if (launch.arch().equals("x86_64")) {
                argv.add("-global", "kvm-pit.lost_tick_policy=discard");
            }
            machineFlags.add("hpet=off");
        } else if (system.isLinux() && machine.isAtLeast(8, 1) && launch.arch().equals("x86_64")) {
            machineFlags.add("hpet=off");
        }
    }

    /** A guest that sleeps cannot be told from one that hangs. */
    private void sleepStates() {
        boolean newer = launch.build().branded() ? machine.has(9, 2, 1) : true;
        if (newer && !machine.isVirt()) {
            String chip = machine.isQ35() ? "ICH9-LPC" : "PIIX4_PM";
            argv.add("-global", chip + ".disable_s3=1").add("-global", chip + ".disable_s4=1");
        }
    }

    private void devices(Display display, Disks disks) {
        Devices small = new Devices(launch, machine, places);
        Usb usb = new Usb(launch, machine, places);
        Argv devices = new Argv();
        viommu(devices);
        if (machine.isQ35()) {
            launch.build()
                    .q35Configuration()
                    .ifPresentOrElse(file -> devices.add("-readconfig", file), () -> devices.addAll(Devices.q35()));
        }
        if (!launch.isTemplate()) {
            vm.option("vmgenid").filter(id -> id.length() == 36).ifPresent(id -> devices.device("vmgenid,guid=" + id));
        }
        boolean pointer = vm.isOn("tablet", display.spiceCards() == 0 && !display.isSerial());
        devices.addAll(usb.controllers().list());
        devices.addAll(usb.pointer(pointer).list());
        devices.addAll(new HostPci(launch, machine, places, boot).arguments().list());
        devices.addAll(usb.devices().list());
        if (!launch.isTemplate()) {
            devices.addAll(small.ports().list());
            devices.addAll(small.audio().list());
        }
        devices.addAll(small.tpm().list());
        devices.addAll(display.cards().list());
        if (!launch.isTemplate()) {
            devices.addAll(small.agent().list());
            devices.addAll(small.randomness().list());
        }
        devices.addAll(display.spice().list());
        devices.addAll(small.balloon().list());
        if (!launch.isTemplate()) {
            devices.addAll(small.watchdog().list());
        }
        launch.host()
                .initiator()
                .filter(i -> launch.build().hasIscsi())
                .ifPresent(i -> devices.add("-iscsi", "initiator-name=" + i));
        devices.addAll(disks.devices(boot).list());
        devices.addAll(new Nics(launch, machine, places).arguments(boot).list());
        if (!launch.isTemplate()) {
            devices.addAll(small.sharedMemory().list());
        }
        argv.addAll(places.bridges().list()).addAll(devices.list());
    }

    private void viommu(Argv devices) {
        String bits = machine.key("aw-bits").map(b -> ",aw-bits=" + b).orElse("");
        String kind = machine.key("viommu").orElse("");
        if (kind.isEmpty() && !bits.isEmpty()) {
            throw Refused.conflict("cannot set aw-bits if no vIOMMU is configured");
        }
        if (kind.equals("intel")) {
            if (!machine.isQ35()) {
                throw Refused.conflict("to use Intel vIOMMU please set the machine type to q35");
            }
            devices.device("intel-iommu,intremap=on,caching-mode=on" + bits);
        }
    }

    private void rest(Display display) {
        if (machine.key("viommu").orElse("").equals("virtio")) {
            argv.device("virtio-iommu-pci"
                    + machine.key("aw-bits").map(b -> ",aw-bits=" + b).orElse(""));
        }
        clock();
        memoryEncryption();
        machineArgument(display);
        if (launch.isTemplate()) {
            argv.add("-snapshot");
            return;
        }
        if (launch.paused() || vm.isOn("freeze", false)) {
            argv.add("-S");
        }
        vm.option("args")
                .ifPresent(args -> argv.addAll(Arrays.asList(args.strip().split("\\s+"))));
    }

    private void clock() {
        if (launch.isTemplate()) {
            return;
        }
        boolean windows = system.isWindows();
        List<String> all = new ArrayList<>();
        if (vm.isOn("tdf", windows && vm.isOn("acpi", true))) {
            all.add("driftfix=slew");
        }
        String start = vm.option("startdate", "now");
        if (!start.equals("now")) {
            all.add("base=" + start);
        } else if (vm.isOn("localtime", windows)) {
            all.add("base=localtime");
        }
        if (!all.isEmpty()) {
            argv.add("-rtc", String.join(",", all));
        }
    }

    private void memoryEncryption() {
        if (launch.isTemplate() || vm.option("amd-sev").isEmpty()) {
            return;
        }
        Map<String, Object> keys = keys(MachineFormats.SEV, vm.option("amd-sev", ""));
        if (!vm.option("bios", "seabios").equals("ovmf")) {
            throw Refused.conflict("To use SEV, you need to change the BIOS to OVMF.");
        }
        argv.add("-object", Sev.guest(keys, launch.host().sev()));
    }

    private void machineArgument(Display display) {
        if (!launch.isKvm()) {
            machineFlags.add("accel=tcg");
        } else if (!launch.build().branded()) {
            machineFlags.add("accel=kvm");
        }
        boolean ovmf = vm.option("bios", "seabios").equals("ovmf");
        if ((display.isNone() || display.isSerial()) && !ovmf && launch.arch().equals("x86_64")) {
            machineFlags.add("smm=off");
        }
        machineFlags.add("type=" + machine.text());
        if (machine.key("viommu").orElse("").equals("intel")) {
            machineFlags.add("kernel-irqchip=split");
        }
        if (!launch.isTemplate() && vm.option("amd-sev").isPresent()) {
            machineFlags.add("confidential-guest-support=sev0");
        }
        argv.add("-machine", String.join(",", machineFlags));
    }

    static Map<String, Object> keys(PropertyFormat format, String text) {
        try {
            return PropertyStrings.parse(format, text);
        } catch (PropertyStrings.Unfit e) {
            return Map.of();
        }
    }
}
