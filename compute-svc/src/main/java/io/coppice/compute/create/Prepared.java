package io.coppice.compute.create;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options as they shall stand in a configuration: disks that are to be made have their names and sizes, network cards their
 * addresses. Pure but for random addresses.
 *
 * @param disks to be made
 */
public record Prepared(Map<String, String> options, List<NewDisk> disks) {
    public Prepared {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        disks = List.copyOf(disks);
    }

    /**
     * @param formats in which disks are made, by their options; raw where nothing is said
     * @param taken names of volumes that the guest's number has already
     * @throws Refused naming the option that cannot be
     */
    public static Prepared of(Vmid vmid, Map<String, String> options, Map<String, String> formats, Set<String> taken) {
        Map<String, String> lines = new LinkedHashMap<>(options);
        List<NewDisk> disks = new ArrayList<>();
        DiskNames names = new DiskNames(vmid, taken);
        lines.replaceAll((name, text) -> Drive.of(name, text)
                .map(d -> drive(d, formats.getOrDefault(name, "raw"), names, disks)
                        .line())
                .or(() -> Nic.of(name, text).map(Nic::line))
                .orElse(text));
        return new Prepared(lines, disks);
    }

    /** A disk that is to be made gets its name and size; one that is there stays. */
    private static Drive drive(Drive drive, String format, DiskNames names, List<NewDisk> disks) {
        if (drive.keys().containsKey("import-from")) {
            throw new Refused(new Failure.BadParameters(
                    Map.of(drive.option(), "importing disks ('import-from') is not there yet")));
        }
        if (drive.toMake().isEmpty()) {
            return drive;
        }
        if (drive.bus().equals("efidisk") || drive.bus().equals("tpmstate")) {
            // they are not empty disks: one begins as the firmware's template, the other needs an emulator beside the
            // guest
            throw Refused.badParameter(
                    drive.option(), "making '" + drive.option() + "' is not there yet; leave it out");
        }
        Drive.ToMake make = drive.toMake().get();
        if (make.kib() < 1) {
            throw Refused.badParameter(drive.option(), "a new disk needs a size in GiB, as in 'local:8'");
        }
        NewDisk disk = new NewDisk(drive.option(), make.storage(), make.kib(), format, names.next(format));
        disks.add(disk);
        return drive.without("format")
                .with(Map.of("file", disk.volume(names.vmid()).toString(), "size", disk.size()));
    }
}
