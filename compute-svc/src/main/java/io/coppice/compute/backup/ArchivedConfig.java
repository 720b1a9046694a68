package io.coppice.compute.backup;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.api.guest.GuestBackupInternalApi;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.List;

/** A guest as its archive shows it: what holds now, without snapshots, and where each disk was. Pure. */
final class ArchivedConfig {
    private ArchivedConfig() {}

    /** The disks that belong into a backup. */
    static List<Drive> included(Vm vm) {
        return disks(vm).stream().filter(d -> !isExcluded(d)).toList();
    }

    static List<Drive> excluded(Vm vm) {
        return disks(vm).stream().filter(ArchivedConfig::isExcluded).toList();
    }

    private static List<Drive> disks(Vm vm) {
        return vm.drives().stream()
                .filter(d ->
                        !d.bus().equals("unused") && !d.isCdrom() && d.volume().isPresent())
                .toList();
    }

    private static boolean isExcluded(Drive d) {
        return Boolean.FALSE.equals(d.keys().get("backup"));
    }

    static String text(Vm vm, List<GuestBackupInternalApi.Disk> disks) {
        GuestSection section = vm.now();
        for (String gone : List.of("lock", "parent", "snaptime", "vmstate", "snapstate")) {
            section = section.without(gone);
        }
        for (Drive d : vm.drives()) {
            if (d.bus().equals("unused")) {
                section = section.without(d.option());
            }
        }
        StringBuilder text = new StringBuilder(GuestConfig.of(section).text());
        for (GuestBackupInternalApi.Disk d : disks) {
            text.append("#qmdump#map:")
                    .append(String.join(":", d.option(), d.name(), d.storage(), d.format(), ""))
                    .append('\n');
        }
        return text.toString();
    }
}
