package io.coppice.compute.restore;

import io.coppice.archive.vma.VmaHeader;
import io.coppice.compute.create.DiskNames;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guest as it shall be when it is restored: its configuration, and its disks with the devices that fill them. Pure but for
 * random ids.
 *
 * @param devices by option, the archive's number of the device
 * @param said for the task's log
 */
record RestoredVm(String text, List<NewDisk> disks, Map<String, Integer> devices, List<String> said) {
    /** Options that restoring writes, whatever the archive says. */
    static final Set<String> MADE_UP = Set.of("vmgenid", "smbios1", "meta");

    private static final Pattern MAP = Pattern.compile("#qmdump#map:([a-z]+\\d+):([^:]*):([^:]*):([^:]*):.*");
    private static final String CONFIG = "qemu-server.conf";

    RestoredVm {
        disks = List.copyOf(disks);
        devices = Map.copyOf(devices);
        said = List.copyOf(said);
    }

    /**
     * @param storage that all disks go to; empty for where each one was
     * @param options that hold instead of those of the archive; no drives
     * @param unique whether addresses and ids are made anew
     * @param taken names of volumes that the guest's number has already
     */
    record Wish(Vmid vmid, Optional<String> storage, Map<String, String> options, boolean unique, Set<String> taken) {}

    /** Where a device was. */
    private record Origin(String option, String device, String storage, String format) {}

    /** @throws Refused for an archive from which no guest can be made */
    static RestoredVm of(VmaHeader header, Wish wish) {
        byte[] config = header.configs().get(CONFIG);
        if (config == null) {
            throw Refused.conflict("the archive holds no configuration of a VM");
        }
        List<Origin> origins = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String line : new String(config, StandardCharsets.UTF_8).split("\n")) {
            Matcher m = MAP.matcher(line.strip());
            if (m.matches()) {
                origins.add(new Origin(m.group(1), m.group(2), m.group(3), m.group(4)));
            } else if (!line.startsWith("#qmdump#")) {
                text.append(line).append('\n');
            }
        }
        return new Maker(wish, header, origins).make(Vm.parse(wish.vmid(), text.toString()));
    }

    /** Goes through the options once. */
    private static final class Maker {
        private final Wish wish;
        private final VmaHeader header;
        private final List<Origin> origins;
        private final DiskNames names;
        private final List<NewDisk> disks = new ArrayList<>();
        private final Map<String, Integer> devices = new LinkedHashMap<>();
        private final List<String> said = new ArrayList<>();

        Maker(Wish wish, VmaHeader header, List<Origin> origins) {
            this.wish = wish;
            this.header = header;
            this.origins = origins;
            this.names = new DiskNames(wish.vmid(), wish.taken());
        }

        RestoredVm make(Vm vm) {
            GuestSection section = vm.now().without("lock").without("template").without("parent");
            for (Map.Entry<String, String> option : vm.now().options().entrySet()) {
                Optional<Drive> drive = Drive.of(option.getKey(), option.getValue());
                if (drive.isPresent() && !drive.get().isCdrom()) {
                    Optional<Drive> here = drive(drive.get());
                    section = here.isPresent()
                            ? section.with(option.getKey(), here.get().line())
                            : section.without(option.getKey());
                }
            }
            for (VmaHeader.Device d : header.devices()) {
                if (!devices.containsValue(d.id())) {
                    said.add("device '" + d.name() + "' of the archive belongs to no disk and is left out");
                }
            }
            for (Map.Entry<String, String> option : wish.options().entrySet()) {
                section = option.getKey().equals("description")
                        ? section.described(Optional.of(option.getValue()))
                        : section.with(option.getKey(), option.getValue());
            }
            return new RestoredVm(GuestConfig.of(fresh(section)).text(), disks, devices, said);
        }

        /** No two guests are one generation; with {@code unique} they are no one machine either. */
        private GuestSection fresh(GuestSection section) {
            GuestSection fresh = section;
            if (section.option("vmgenid").isPresent()) {
                fresh = fresh.with("vmgenid", UUID.randomUUID().toString());
            }
            for (Map.Entry<String, String> option : section.options().entrySet()) {
                Optional<Nic> nic = Nic.of(option.getKey(), option.getValue());
                if (nic.isPresent()) {
                    fresh = fresh.with(
                            option.getKey(), (wish.unique() ? nic.get().withoutAddress() : nic.get()).line());
                }
            }
            if (wish.unique()) {
                String rest = section.option("smbios1")
                        .map(s -> s.replaceAll("(^|,)uuid=[^,]*", ""))
                        .filter(s -> !s.isEmpty())
                        .map(s -> s.startsWith(",") ? s : "," + s)
                        .orElse("");
                fresh = fresh.with("smbios1", "uuid=" + UUID.randomUUID() + rest);
            }
            return fresh;
        }

        private Optional<Drive> drive(Drive drive) {
            Optional<VmaHeader.Device> device = device(drive);
            if (device.isEmpty()) {
                said.add("'" + drive.option() + "' has no data in the archive and is left out");
                return Optional.empty();
            }
            Origin origin = origin(drive).orElse(new Origin(drive.option(), "", "local", "raw"));
            String format = List.of("raw", "qcow2", "vmdk").contains(origin.format()) ? origin.format() : "raw";
            NewDisk disk = new NewDisk(
                    drive.option(),
                    wish.storage().orElse(origin.storage()),
                    (device.get().bytes() + 1023) / 1024,
                    format,
                    names.next(format));
            disks.add(disk);
            devices.put(drive.option(), device.get().id());
            return Optional.of(drive.without("format")
                    .with(Map.of("file", disk.volume(wish.vmid()).toString(), "size", disk.size())));
        }

        private Optional<Origin> origin(Drive drive) {
            return origins.stream()
                    .filter(o -> o.option().equals(drive.option()))
                    .findFirst();
        }

        /** Where no line says it, a device bears its disk's name. */
        private Optional<VmaHeader.Device> device(Drive drive) {
            String name = origin(drive).map(Origin::device).orElse("drive-" + drive.option());
            return header.devices().stream().filter(d -> d.name().equals(name)).findFirst();
        }
    }
}
