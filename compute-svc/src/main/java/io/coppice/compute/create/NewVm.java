package io.coppice.compute.create;

import io.coppice.compute.guest.Drive;
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
    public NewVm {
        disks = List.copyOf(disks);
    }

    /**
     * @param formats in which disks are made, by their options
     * @param taken names of volumes that the guest's number has already
     * @param createdSeconds Unix seconds, for {@code meta}
     * @throws Refused naming the option that cannot be
     */
    public static NewVm of(
            Vmid vmid,
            Map<String, String> options,
            Map<String, String> formats,
            Set<String> taken,
            long createdSeconds) {
        Map<String, String> wish = new LinkedHashMap<>(options);
        if (wish.containsKey("cdrom")) {
            wish.putIfAbsent("ide2", wish.remove("cdrom") + ",media=cdrom");
        }
        Optional<String> description = Optional.ofNullable(wish.remove("description"));
        Prepared prepared = Prepared.of(vmid, wish, formats, taken);
        Map<String, String> lines = new LinkedHashMap<>(prepared.options());
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
        return new NewVm(GuestConfig.of(new GuestSection(lines, description)).text(), prepared.disks());
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
