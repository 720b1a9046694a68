package io.coppice.compute.create;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A guest as it shall be: its configuration's text with all that is made up (addresses, ids, disks' names), and the disks
 * to make. Pure but for the random ids.
 */
public record NewVm(String text, List<NewDisk> disks) {
    /** A disk to be made. */
    public record NewDisk(String option, String storage, long kib, String format, String name) {}

    public NewVm {
        disks = List.copyOf(disks);
    }

    /**
     * @param taken names of volumes that the guest's number has already
     * @param createdSeconds Unix seconds, for {@code meta}
     * @throws Refused naming the option that cannot be
     */
    public static NewVm of(
            Vmid vmid, Map<String, String> options, Optional<String> storage, Set<String> taken, long createdSeconds) {
        Map<String, String> lines = new LinkedHashMap<>(options);
        if (lines.containsKey("cdrom")) {
            lines.putIfAbsent("ide2", lines.remove("cdrom") + ",media=cdrom");
        }
        Optional<String> description = Optional.ofNullable(lines.remove("description"));
        List<NewDisk> disks = new ArrayList<>();
        DiskNames names = new DiskNames(vmid, taken);
        for (Map.Entry<String, String> e : lines.entrySet()) {
            Optional<Drive> drive = Drive.of(e.getKey(), e.getValue());
            Optional<Nic> nic = Nic.of(e.getKey(), e.getValue());
            if (drive.isPresent()) {
                e.setValue(prepared(drive.get(), storage, names, disks).line());
            } else if (nic.isPresent()) {
                e.setValue(nic.get().line());
            }
        }
        lines.putIfAbsent("smbios1", "uuid=" + UUID.randomUUID());
        lines.computeIfAbsent("vmgenid", k -> UUID.randomUUID().toString());
        if (lines.get("vmgenid").equals("1")) {
            lines.put("vmgenid", UUID.randomUUID().toString());
        }
        lines.putIfAbsent("sockets", "1");
        lines.put("meta", "ctime=" + createdSeconds);
        String boot = defaultBoot(lines);
        if (!boot.isEmpty()) {
            lines.putIfAbsent("boot", boot);
        }
        return new NewVm(GuestConfig.of(new GuestSection(lines, description)).text(), disks);
    }

    /** A disk that is to be made gets its name and size; one that is there stays. */
    static Drive prepared(Drive drive, Optional<String> storage, DiskNames names, List<NewDisk> disks) {
        Optional<Drive.ToMake> make = drive.toMake();
        if (drive.keys().containsKey("import-from")) {
            throw new Refused(new Failure.BadParameters(
                    Map.of(drive.option(), "importing disks ('import-from') is not there yet")));
        }
        if (make.isEmpty()) {
            return drive;
        }
        if (make.get().kib() < 1) {
            throw Refused.badParameter(drive.option(), "a new disk needs a size in GiB, as in 'local:8'");
        }
        String format = drive.text("format").orElse("qcow2");
        String name = names.next(format);
        disks.add(new NewDisk(drive.option(), make.get().storage(), make.get().kib(), format, name));
        return drive.without("format")
                .with(Map.of(
                        "file",
                        make.get().storage() + ":" + names.vmid() + "/" + name,
                        "size",
                        size(make.get().kib())));
    }

    /** {@code 8G}, {@code 512M}, {@code 100K}. */
    static String size(long kib) {
        if (kib % (1 << 20) == 0) {
            return (kib >> 20) + "G";
        }
        return kib % 1024 == 0 ? (kib >> 10) + "M" : kib + "K";
    }

    private static String defaultBoot(Map<String, String> lines) {
        List<String> order = new ArrayList<>();
        for (String bus : List.of("scsi", "virtio", "sata", "ide")) {
            lines.forEach((name, text) -> Drive.of(name, text)
                    .filter(d -> d.bus().equals(bus) && !d.isCdrom() && order.isEmpty())
                    .ifPresent(d -> order.add(name)));
        }
        lines.forEach(
                (name, text) -> Drive.of(name, text).filter(Drive::isCdrom).ifPresent(d -> order.add(name)));
        lines.keySet().stream().filter(n -> n.matches("net\\d+")).findFirst().ifPresent(order::add);
        return order.isEmpty() ? "" : "order=" + String.join(";", order);
    }
}
