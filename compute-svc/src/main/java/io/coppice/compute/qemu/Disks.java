package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Controllers, disks and CD-ROM drives. */
final class Disks {
    private static final List<String> BUSES = List.of("ide", "scsi", "virtio", "sata");
    private final Launch launch;
    private final Vm vm;
    private final MachineType machine;
    private final PciAddress places;
    private final boolean graph;
    private final List<Drive> drives;

    Disks(Launch launch, MachineType machine, PciAddress places) {
        this.launch = launch;
        this.vm = launch.vm();
        this.machine = machine;
        this.places = places;
        this.graph = launch.build().drawsBlockGraph(machine.version());
        this.drives = BUSES.stream()
                .flatMap(bus -> vm.drives().stream()
                        .filter(d -> d.bus().equals(bus))
                        .sorted(java.util.Comparator.comparingInt(Drive::index)))
                .toList();
        drives.forEach(this::check);
    }

    private void check(Drive drive) {
        boolean iso = drive.volume().map(v -> v.name().startsWith("iso/")).orElse(false);
        if (iso && drive.text("media").isEmpty()) {
            throw Refused.conflict(drive.option() + ": explicit media parameter is required for iso images");
        }
        if (drive.isOn("snapshot") && graph) {
            throw Refused.conflict(drive.option() + ": 'snapshot' cannot be served; take it out to start");
        }
    }

    private Optional<Opening> opening(Drive drive) {
        if (drive.file().equals("cdrom")) {
            return Optional.of(new Opening.DeviceOpening("/dev/cdrom", "raw", 0));
        }
        if (drive.file().startsWith("/dev/")) {
            return Optional.of(new Opening.DeviceOpening(drive.file(), "raw", 0));
        }
        if (drive.file().startsWith("/")) {
            String format = drive.text("format").orElse("raw");
            return Optional.of(new Opening.FileOpening(drive.file(), format, false, 0));
        }
        return launch.opening(drive);
    }

    private Optional<Blockdev> blockdev(Drive drive) {
        return opening(drive).map(o -> new Blockdev(drive, o, launch.build(), launch.isTemplate()));
    }

    /** What disks refer to: threads and groups of limits. */
    Argv objects() {
        Argv argv = new Argv();
        for (Drive drive : drives) {
            if (drive.isOn("iothread")) {
                threadOf(drive).ifPresent(t -> argv.add("-object", "iothread,id=" + t));
            }
            if (graph && opening(drive).isPresent()) {
                argv.add("-object", Blockdev.json(Blockdev.throttle(drive)));
            }
        }
        return argv;
    }

    private Optional<String> threadOf(Drive drive) {
        if (drive.bus().equals("virtio")) {
            return Optional.of("iothread-" + drive.option());
        }
        return drive.bus().equals("scsi") && hardware().equals("virtio-scsi-single")
                ? Optional.of("iothread-virtioscsi" + drive.index())
                : Optional.empty();
    }

    Argv devices(BootOrder boot) {
        Argv argv = new Argv();
        Set<String> controllers = new LinkedHashSet<>();
        for (Drive drive : drives) {
            controller(drive, argv, controllers);
            Optional<Blockdev> node = blockdev(drive);
            if (graph) {
                node.ifPresent(b -> argv.add("-blockdev", Blockdev.json(b.graph())));
            } else {
                argv.add(
                        "-drive",
                        node.map(Blockdev::legacy)
                                .orElseGet(() -> "if=none,id=" + Blockdev.node(drive) + ",media=cdrom,aio="
                                        + launch.build().defaultAio()));
            }
            argv.device(device(drive, node.isPresent() || !graph, boot));
        }
        return argv;
    }

    private String hardware() {
        return vm.option("scsihw", "lsi");
    }

    private void controller(Drive drive, Argv argv, Set<String> there) {
        switch (drive.bus()) {
            case "sata" -> {
                if (there.add("ahci0")) {
                    argv.device("ahci,id=ahci0,multifunction=on" + places.of("ahci0"));
                }
            }
            case "scsi" -> {
                String id = controllerOf(drive);
                if (there.add(id)) {
                    String model = hardware().startsWith("virtio-scsi") ? "virtio-scsi-pci" : hardware();
                    String thread = drive.isOn("iothread")
                            ? threadOf(drive).map(t -> ",iothread=" + t).orElse("")
                            : "";
                    String queues = model.equals("virtio-scsi-pci")
                            ? drive.text("queues").map(q -> ",num_queues=" + q).orElse("")
                            : "";
                    argv.device(model + ",id=" + id + places.of(id) + thread + queues);
                }
            }
            default -> {}
        }
    }

    /** How many disks one controller takes. */
    private int most() {
        return hardware().startsWith("lsi") ? 7 : hardware().equals("virtio-scsi-single") ? 1 : 256;
    }

    private String controllerOf(Drive drive) {
        String prefix = hardware().equals("virtio-scsi-single") ? "virtioscsi" : "scsihw";
        return prefix + drive.index() / most();
    }

    private String device(Drive drive, boolean hasNode, BootOrder boot) {
        StringBuilder text = new StringBuilder();
        // an ATA disk that cannot be written is none to QEMU
        boolean cd = drive.isCdrom()
                || launch.isTemplate()
                        && (drive.bus().equals("sata") || drive.bus().equals("ide"));
        String kind = cd ? "cd" : "hd";
        switch (drive.bus()) {
            case "virtio" -> text.append("virtio-blk-pci");
            case "ide" -> text.append("ide-").append(kind).append(idePlace(drive));
            case "sata" ->
                text.append("ide-").append(kind).append(",bus=ahci0.").append(drive.index());
            default -> text.append("scsi-").append(kind).append(scsiPlace(drive));
        }
        if (hasNode) {
            text.append(",drive=").append(Blockdev.node(drive));
        }
        text.append(",id=").append(drive.option());
        if (drive.bus().equals("virtio")) {
            text.append(places.of(drive.option()));
            if (drive.isOn("iothread")) {
                text.append(",iothread=iothread-").append(drive.option());
            }
        } else if (drive.bus().equals("scsi") && graph && hasNode) {
            text.append(",device_id=").append(Blockdev.node(drive));
        }
        properties(drive, text);
        boot.index(drive.option()).ifPresent(n -> text.append(",bootindex=").append(n));
        drive.text("serial").ifPresent(s -> text.append(",serial=").append(Argv.comma(decoded(s))));
        if (graph && hasNode) {
            drive.text("rerror").ifPresent(e -> text.append(",rerror=").append(e));
            drive.text("werror").ifPresent(e -> text.append(",werror=").append(e));
            if (!drive.isCdrom()) {
                String cache = drive.text("cache").orElse("none");
                boolean through = cache.equals("writethrough") || cache.equals("directsync");
                text.append(",write-cache=").append(through ? "off" : "on");
            }
        }
        return text.toString();
    }

    private static void properties(Drive drive, StringBuilder text) {
        if (drive.bus().equals("virtio")) {
            return;
        }
        if (drive.bus().equals("ide") && !drive.isCdrom()) {
            drive.text("model").ifPresent(m -> text.append(",model=").append(Argv.comma(decoded(m))));
        }
        if (drive.isOn("ssd") && !drive.isCdrom()) {
            text.append(",rotation_rate=1");
        }
        for (String key : List.of("wwn", "vendor", "product")) {
            drive.text(key)
                    .ifPresent(v -> text.append(',').append(key).append('=').append(Argv.comma(v)));
        }
    }

    private static String decoded(String text) {
        return java.net.URLDecoder.decode(text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Q35 has one unit per bus only. */
    private String idePlace(Drive drive) {
        int bus = drive.index() / 2;
        int unit = drive.index() % 2;
        return machine.isQ35() ? ",bus=ide." + (bus + 2 * unit) + ",unit=0" : ",bus=ide." + bus + ",unit=" + unit;
    }

    private String scsiPlace(Drive drive) {
        String bus = ",bus=" + controllerOf(drive) + ".0";
        boolean narrow = hardware().startsWith("lsi") || hardware().equals("pvscsi");
        return narrow
                ? bus + ",scsi-id=" + drive.index() % most()
                : bus + ",channel=0,scsi-id=0,lun=" + drive.index() % most();
    }
}
