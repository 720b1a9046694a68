package io.coppice.compute.migration;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.guest.Unused;
import io.coppice.compute.guest.Volumes;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a guest's configuration names that is somewhere. Pure.
 *
 * @param volumes each once, by its first option; those of snapshots and what waits among them
 * @param devices options that name something of this host
 */
record Belongings(List<Item> volumes, List<String> devices) {
    Belongings {
        volumes = List.copyOf(volumes);
        devices = List.copyOf(devices);
    }

    /**
     * A volume.
     *
     * @param own whether it is the guest's alone, by its name
     */
    record Item(String option, VolumeId volume, boolean cdrom, boolean own) {
        boolean unused() {
            return option.startsWith("unused");
        }
    }

    static Belongings of(Guest guest) {
        List<GuestSection> sections = new ArrayList<>();
        sections.add(guest.config().current());
        sections.add(guest.config().pending());
        sections.addAll(guest.config().snapshots().values());
        Map<VolumeId, Item> volumes = new LinkedHashMap<>();
        List<String> devices = new ArrayList<>();
        for (GuestSection section : sections) {
            section.options().forEach((option, text) -> {
                Volumes.of(option, text).ifPresent(v -> volumes.putIfAbsent(v, item(guest, option, text, v)));
                if (isOfHost(guest.kind(), option, text) && !devices.contains(option)) {
                    devices.add(option);
                }
            });
        }
        return new Belongings(List.copyOf(volumes.values()), devices);
    }

    private static Item item(Guest guest, String option, String text, VolumeId volume) {
        boolean cdrom = Drive.of(option, text).map(Drive::isCdrom).orElse(false);
        return new Item(option, volume, cdrom, Unused.isOwn(volume, guest.vmid()));
    }

    private static boolean isOfHost(GuestKind kind, String option, String text) {
        if (option.equals("vmstate")) {
            return true; // the memory of a guest that sleeps, which is copied by nobody
        }
        return switch (kind) {
            case QEMU -> isOfVmHost(option, text);
            case LXC -> isOfCtHost(option, text);
        };
    }

    private static boolean isOfVmHost(String option, String text) {
        if (option.matches("hostpci\\d+")) {
            return true;
        }
        if (option.matches("usb\\d+")) {
            return !text.matches("(host=)?spice\\b.*");
        }
        if (option.matches("(serial|parallel)\\d+")) {
            return text.startsWith("/");
        }
        Optional<Drive> drive = Drive.of(option, text);
        return drive.filter(d -> d.file().equals("cdrom") || d.file().startsWith("/"))
                .isPresent();
    }

    private static boolean isOfCtHost(String option, String text) {
        return option.matches("dev\\d+")
                || MountPoint.of(option, text)
                        .filter(m -> m.isOfHost() && !m.isOn("shared"))
                        .isPresent();
    }
}
