package io.coppice.compute.create;

import io.coppice.compute.guest.CtNic;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.MountPoint;
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

/** Options of a container as they shall stand in its configuration, and the volumes to make. Pure but for random addresses. */
public record NewCt(Map<String, String> options, List<NewDisk> disks) {
    private static final int ROOT_GIB = 4;

    public NewCt {
        options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
        disks = List.copyOf(disks);
    }

    /**
     * A whole container.
     *
     * @param storage of the root file system, where none is named
     */
    public static NewCt of(Vmid vmid, Map<String, String> options, String storage, Set<String> taken) {
        Map<String, String> wish = new LinkedHashMap<>(options);
        wish.putIfAbsent("rootfs", storage + ":" + ROOT_GIB);
        wish.putIfAbsent("unprivileged", "1");
        wish.putIfAbsent("arch", "amd64");
        wish.putIfAbsent("memory", "512");
        wish.putIfAbsent("swap", "512");
        wish.put("lock", "create");
        return changed(vmid, wish, taken);
    }

    /** Some options of one that is there. @throws Refused naming the option that cannot be */
    public static NewCt changed(Vmid vmid, Map<String, String> options, Set<String> taken) {
        Map<String, String> lines = new LinkedHashMap<>(options);
        List<NewDisk> disks = new ArrayList<>();
        DiskNames names = new DiskNames(vmid, taken);
        lines.replaceAll((name, text) -> MountPoint.of(name, text)
                .map(m -> volume(m, names, disks).line())
                .or(() -> CtNic.of(name, text).map(CtNic::line))
                .orElse(text));
        return new NewCt(lines, disks);
    }

    private static MountPoint volume(MountPoint mount, DiskNames names, List<NewDisk> disks) {
        Optional<Drive.ToMake> make = mount.toMake();
        if (make.isEmpty()) {
            return mount;
        }
        if (make.get().kib() < 1) {
            throw Refused.badParameter(
                    mount.option(), "volumes of size 0 (plain directories) are not there yet; give a size in GiB");
        }
        NewDisk disk =
                new NewDisk(mount.option(), make.get().storage(), make.get().kib(), "raw", names.next("raw"));
        disks.add(disk);
        return mount.with(Map.of("volume", disk.volume(names.vmid()).toString(), "size", disk.size()));
    }

    /** The configuration's text. */
    public String text() {
        Map<String, String> lines = new LinkedHashMap<>(options);
        Optional<String> description = Optional.ofNullable(lines.remove("description"));
        return GuestConfig.of(new GuestSection(lines, description)).text();
    }
}
