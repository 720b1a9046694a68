package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Controllers, disks and CD-ROM drives. */
final class Disks {
    private static final String OVMF_CODE = "/usr/share/OVMF/OVMF_CODE_4M.fd";
    private static final List<String> LIMITS = List.of("mbps", "iops");
    private final Launch launch;
    private final Vm vm;
    private final List<String> argv = new ArrayList<>();
    private final Set<String> controllers = new LinkedHashSet<>();

    private Disks(Launch launch) {
        this.launch = launch;
        this.vm = launch.vm();
    }

    static List<String> arguments(Launch launch) {
        Disks disks = new Disks(launch);
        for (Drive drive : launch.vm().drives()) {
            switch (drive.bus()) {
                case "scsi", "virtio", "ide", "sata" -> disks.add(drive);
                default -> {}
            }
        }
        return disks.argv;
    }

    /** The UEFI firmware and the guest's own variables. */
    static List<String> firmware(Launch launch) {
        if (!Files.exists(Path.of(OVMF_CODE))) {
            throw Refused.conflict("bios 'ovmf' needs " + OVMF_CODE + "; install the package ovmf");
        }
        List<String> argv =
                new ArrayList<>(List.of("-drive", "if=pflash,unit=0,format=raw,readonly=on,file=" + OVMF_CODE));
        launch.vm().drives().stream()
                .filter(d -> d.bus().equals("efidisk"))
                .findFirst()
                .flatMap(launch::opening)
                .ifPresent(o -> argv.addAll(List.of("-drive", "if=pflash,unit=1,id=drive-efidisk0," + source(o))));
        return argv;
    }

    private void add(Drive drive) {
        controller(drive);
        argv.addAll(List.of("-drive", backend(drive), "-device", device(drive)));
    }

    private static String source(Opening opening) {
        return switch (opening) {
            case Opening.FileOpening f -> "format=" + f.format() + ",file=" + CommandLine.comma(f.path());
        };
    }

    private String backend(Drive drive) {
        StringBuilder text = new StringBuilder("if=none,id=drive-").append(drive.option());
        if (drive.isCdrom()) {
            text.append(",media=cdrom");
        }
        launch.opening(drive).ifPresent(o -> {
            text.append(',').append(source(o));
            boolean readOnly =
                    drive.isCdrom() || drive.isOn("ro") || o instanceof Opening.FileOpening f && f.readOnly();
            if (readOnly) {
                text.append(",readonly=on");
            } else {
                text.append(",cache=").append(drive.text("cache").orElse("none"));
                text.append(",aio=").append(drive.text("aio").orElse("threads"));
                text.append(",detect-zeroes=")
                        .append(drive.text("discard").orElse("ignore").equals("on") ? "unmap" : "on");
            }
            drive.text("discard").ifPresent(d -> text.append(",discard=").append(d));
            drive.text("rerror").ifPresent(e -> text.append(",rerror=").append(e));
            drive.text("werror").ifPresent(e -> text.append(",werror=").append(e));
            if (drive.isOn("snapshot")) {
                text.append(",snapshot=on");
            }
            limits(drive, text);
        });
        return text.toString();
    }

    /** {@code mbps_rd} is MB/s; QEMU counts bytes. */
    private static void limits(Drive drive, StringBuilder text) {
        for (String limit : LIMITS) {
            for (String way : List.of("", "_rd", "_wr")) {
                drive.text(limit + way)
                        .ifPresent(v -> text.append(",throttling.")
                                .append(limit.equals("mbps") ? "bps" : "iops")
                                .append(way.isEmpty() ? "-total" : way.equals("_rd") ? "-read" : "-write")
                                .append('=')
                                .append(limit.equals("mbps") ? (long) (Double.parseDouble(v) * 1024 * 1024) : v));
            }
        }
    }

    private void controller(Drive drive) {
        String hardware = vm.option("scsihw", "lsi");
        switch (drive.bus()) {
            case "sata" -> once("ahci0", "ahci,id=ahci0");
            case "scsi" -> {
                if (hardware.equals("virtio-scsi-single")) {
                    String thread = drive.isOn("iothread") ? ",iothread=iothread-virtioscsi" + drive.index() : "";
                    if (!thread.isEmpty()) {
                        argv.addAll(List.of("-object", "iothread,id=iothread-virtioscsi" + drive.index()));
                    }
                    once("virtioscsi" + drive.index(), "virtio-scsi-pci,id=virtioscsi" + drive.index() + thread);
                } else {
                    String id = "scsihw" + (isSmall(hardware) ? drive.index() / 7 : 0);
                    once(id, model(hardware) + ",id=" + id);
                }
            }
            case "virtio" -> {
                if (drive.isOn("iothread")) {
                    argv.addAll(List.of("-object", "iothread,id=iothread-" + drive.option()));
                }
            }
            default -> {}
        }
    }

    private void once(String id, String device) {
        if (controllers.add(id)) {
            argv.addAll(List.of("-device", device));
        }
    }

    private static boolean isSmall(String hardware) {
        return hardware.startsWith("lsi") || hardware.equals("pvscsi");
    }

    private static String model(String hardware) {
        return switch (hardware) {
            case "lsi53c810" -> "lsi53c810";
            case "virtio-scsi-pci" -> "virtio-scsi-pci";
            case "megasas" -> "megasas";
            case "pvscsi" -> "pvscsi";
            default -> "lsi";
        };
    }

    private String device(Drive drive) {
        String kind = drive.isCdrom() ? "cd" : "hd";
        StringBuilder text = new StringBuilder();
        switch (drive.bus()) {
            case "virtio" -> {
                text.append("virtio-blk-pci");
                if (drive.isOn("iothread")) {
                    text.append(",iothread=iothread-").append(drive.option());
                }
            }
            case "ide" ->
                text.append("ide-")
                        .append(kind)
                        .append(",bus=ide.")
                        .append(drive.index() / 2)
                        .append(",unit=")
                        .append(drive.index() % 2);
            case "sata" ->
                text.append("ide-").append(kind).append(",bus=ahci0.").append(drive.index());
            default -> text.append("scsi-").append(kind).append(place(drive));
        }
        text.append(",drive=drive-").append(drive.option()).append(",id=").append(drive.option());
        if (drive.isOn("ssd") && !drive.isCdrom() && !drive.bus().equals("virtio")) {
            text.append(",rotation_rate=1");
        }
        drive.text("serial").ifPresent(s -> text.append(",serial=").append(CommandLine.comma(s)));
        drive.text("wwn").ifPresent(w -> text.append(",wwn=").append(w));
        BootOrder.of(vm)
                .index(drive.option())
                .ifPresent(n -> text.append(",bootindex=").append(n));
        return text.toString();
    }

    private String place(Drive drive) {
        String hardware = vm.option("scsihw", "lsi");
        if (hardware.equals("virtio-scsi-single")) {
            return ",bus=virtioscsi" + drive.index() + ".0,channel=0,scsi-id=0,lun=" + drive.index();
        }
        if (isSmall(hardware)) {
            return ",bus=scsihw" + drive.index() / 7 + ".0,scsi-id=" + drive.index() % 7;
        }
        return hardware.equals("megasas")
                ? ",bus=scsihw0.0,scsi-id=" + drive.index()
                : ",bus=scsihw0.0,channel=0,scsi-id=0,lun=" + drive.index();
    }
}
