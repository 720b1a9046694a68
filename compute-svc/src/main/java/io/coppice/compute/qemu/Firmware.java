package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** UEFI firmware, and the guest's own variables that lie beside it. */
final class Firmware {
    private static final String DEBIAN = "/usr/share/OVMF/OVMF_CODE_4M.fd";
    private static final String ORIGINAL = "/usr/share/pve-edk2-firmware//";

    private Firmware() {}

    /** Arguments, and what the machine refers to. */
    record Parts(Argv argv, List<String> machineFlags) {}

    static Parts of(Launch launch, MachineType machine) {
        Vm vm = launch.vm();
        Argv argv = new Argv();
        List<String> flags = new ArrayList<>();
        if (!vm.option("bios", "seabios").equals("ovmf")) {
            if (launch.arch().equals("aarch64")) {
                throw Refused.conflict("Architecture 'aarch64' requires bios 'ovmf'");
            }
            return new Parts(argv, flags);
        }
        Optional<Drive> disk =
                vm.drives().stream().filter(d -> d.bus().equals("efidisk")).findFirst();
        String code = code(launch, machine, disk);
        Optional<Opening> variables = disk.flatMap(launch::opening).map(o -> sized(o, disk.get(), launch));
        boolean sealed =
                launch.vm().option("amd-sev").filter(t -> t.contains("snp")).isPresent();
        if (sealed && !launch.isTemplate()) {
            // its firmware is measured in memory: no flash, and no variables
            argv.add("-bios", ORIGINAL + "OVMF_SEV_4M.fd");
            return new Parts(argv, flags);
        }
        if (!launch.build().drawsBlockGraph(machine.version())) {
            argv.add("-drive", "if=pflash,unit=0,format=raw,readonly=on,file=" + code);
            variables.ifPresent(o -> argv.add("-drive", legacy(o)));
            return new Parts(argv, flags);
        }
        disk.filter(d -> variables.isPresent())
                .ifPresent(d -> argv.add("-object", Blockdev.json(Blockdev.throttle(d))));
        Map<String, Object> node = new java.util.TreeMap<>(Map.of(
                "driver",
                "raw",
                "file",
                new java.util.TreeMap<>(Map.of("driver", "file", "filename", code)),
                "node-name",
                "pflash0",
                "read-only",
                true));
        argv.add("-blockdev", Blockdev.json(node));
        flags.add("pflash0=pflash0");
        if (disk.isPresent() && variables.isPresent()) {
            Blockdev graph = new Blockdev(disk.get(), variables.get(), launch.build(), launch.isTemplate());
            argv.add("-blockdev", Blockdev.json(graph.graph()));
            flags.add("pflash1=" + Blockdev.node(disk.get()));
        }
        return new Parts(argv, flags);
    }

    private static String code(Launch launch, MachineType machine, Optional<Drive> disk) {
        if (!launch.build().branded()) {
            return DEBIAN;
        }
        if (launch.arch().equals("aarch64")) {
            return ORIGINAL + "AAVMF_CODE.fd";
        }
        boolean large =
                disk.flatMap(d -> d.text("efitype")).filter("4m"::equals).isPresent();
        if (launch.vm().option("amd-sev").isPresent() && !launch.isTemplate()) {
            return ORIGINAL + "OVMF_SEV_CODE_4M.fd";
        }
        // secure boot needs system management mode, which the old machine's firmware lacks
        return ORIGINAL + (large ? machine.isQ35() ? "OVMF_CODE_4M.secboot.fd" : "OVMF_CODE_4M.fd" : "OVMF_CODE.fd");
    }

    /** The size that the firmware expects, not that of what storage made of it. */
    private static Opening sized(Opening opening, Drive disk, Launch launch) {
        if (!(opening instanceof Opening.FileOpening f) || !f.format().equals("raw")) {
            return opening;
        }
        boolean large = disk.text("efitype").filter("4m"::equals).isPresent()
                || !launch.build().branded();
        long size = launch.arch().equals("aarch64") ? 64L << 20 : large ? 540672 : 131072;
        return new Opening.FileOpening(f.path(), f.format(), f.readOnly(), size);
    }

    private static String legacy(Opening opening) {
        return switch (opening) {
            case Opening.FileOpening f ->
                "if=pflash,unit=1,id=drive-efidisk0,format=" + f.format() + ",file=" + Argv.comma(f.path())
                        + (f.format().equals("raw") ? ",size=" + f.sizeBytes() : "");
            case Opening.DeviceOpening d ->
                "if=pflash,unit=1,id=drive-efidisk0,format=" + d.format() + ",file=" + Argv.comma(d.path());
            default -> throw Refused.conflict("efidisk0 cannot lie on this storage with such an old machine");
        };
    }
}
