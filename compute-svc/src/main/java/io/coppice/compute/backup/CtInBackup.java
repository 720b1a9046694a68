package io.coppice.compute.backup;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.MountPoint;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.ArrayList;
import java.util.List;

/** A container as its archive shows it: which of its volumes are in it, and its configuration as it holds now. Pure. */
final class CtInBackup {
    private CtInBackup() {}

    /** The root file system always; another volume where it says {@code backup=1}. */
    static List<MountPoint> included(Ct ct) {
        return ct.mounts().stream()
                .filter(m -> m.volume().isPresent() && (m.isRoot() || m.isOn("backup")))
                .toList();
    }

    /** What is in it, and what is not and why. */
    static List<String> said(Ct ct) {
        List<MountPoint> included = included(ct);
        List<String> said = new ArrayList<>();
        for (MountPoint m : ct.mounts()) {
            String place = " mount point " + m.option() + " ('" + m.target() + "') ";
            if (included.contains(m)) {
                said.add("including" + place + "in backup");
            } else if (m.volume().isPresent()) {
                said.add("excluding volume" + place + "from backup (disabled)");
            } else {
                String what = m.source().startsWith("/dev/") ? "device" : "bind";
                said.add("excluding " + what + place + "from backup (not a volume)");
            }
        }
        return said;
    }

    static String config(Ct ct) {
        GuestSection section = ct.now();
        for (String gone : List.of("lock", "parent", "snaptime")) {
            section = section.without(gone);
        }
        for (String name : ct.now().options().keySet()) {
            if (name.startsWith("unused")) {
                section = section.without(name);
            }
        }
        return GuestConfig.of(section).text();
    }
}
