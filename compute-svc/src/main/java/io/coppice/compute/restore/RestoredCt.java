package io.coppice.compute.restore;

import io.coppice.compute.create.DiskNames;
import io.coppice.compute.create.NewCt;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.CtNic;
import io.coppice.compute.guest.MountPoint;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.schema.DiskSize;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container as it shall be when it is restored: its configuration, locked, and its volumes. Pure but for random addresses.
 *
 * <p>Where no mount point is named, the archive's are made again on one storage, in their sizes; as soon as the root file
 * system is, those that are named hold and nothing of the archive's (pct(1), restoring).
 *
 * @param said for the task's log
 */
record RestoredCt(Ct ct, List<NewDisk> disks, List<String> said) {
    private static final Set<String> GONE = Set.of("lock", "template", "parent", "snaptime", "digest");

    RestoredCt {
        disks = List.copyOf(disks);
        said = List.copyOf(said);
    }

    /**
     * @param storage of the archive's volumes
     * @param options that hold instead of those of the archive
     * @param unique whether addresses are made anew
     * @param raw whether lines for liblxc are taken over
     * @param taken names of volumes that the guest's number has already
     */
    record Wish(
            Vmid vmid, String storage, Map<String, String> options, boolean unique, boolean raw, Set<String> taken) {}

    /** @throws Refused for an archive from which no container can be made */
    static RestoredCt of(String archived, Wish wish) {
        Ct ct = Ct.parse(wish.vmid(), archived);
        Map<String, String> options = new LinkedHashMap<>(ct.now().options());
        options.keySet().removeIf(name -> GONE.contains(name) || name.startsWith("unused"));
        boolean named = wish.options().keySet().stream().anyMatch(RestoredCt::isMount);
        List<NewDisk> disks = new ArrayList<>();
        if (named) {
            wish.options().forEach(RestoredCt::requireNew);
            options.keySet().removeIf(RestoredCt::isMount);
            if (!wish.options().containsKey("rootfs")) {
                throw Refused.badParameter(
                        "rootfs", "property is missing and it is not optional: mount points are named, so name all");
            }
        } else {
            DiskNames names = new DiskNames(wish.vmid(), wish.taken());
            options.replaceAll((name, text) -> MountPoint.of(name, text)
                    .map(m -> again(m, wish, names, disks).line())
                    .orElse(text));
        }
        if (!named && !options.containsKey("rootfs")) {
            throw Refused.conflict("the archive's configuration names no root file system; name one by 'rootfs'");
        }
        options.putAll(wish.options());
        if (wish.unique()) {
            options.replaceAll(RestoredCt::readdressed);
        }
        options.put("lock", "create");
        return made(ct, options, disks, wish);
    }

    private static RestoredCt made(Ct ct, Map<String, String> options, List<NewDisk> disks, Wish wish) {
        List<String> said = new ArrayList<>();
        if (!wish.raw()) {
            ct.now().raw().forEach(r -> said.add("'" + r.key() + "' is not restored: only root@pam can set it"));
        }
        NewCt fresh = NewCt.changed(wish.vmid(), options, wish.taken());
        List<NewDisk> all = new ArrayList<>(disks);
        all.addAll(fresh.disks());
        Map<String, String> lines = new LinkedHashMap<>(fresh.options());
        Optional<String> description = Optional.ofNullable(lines.remove("description"))
                .or(() -> ct.now().description());
        GuestSection section =
                new GuestSection(lines, description, wish.raw() ? ct.now().raw() : List.of());
        return new RestoredCt(new Ct(wish.vmid(), GuestConfig.of(section)), all, said);
    }

    private static boolean isMount(String name) {
        return name.equals("rootfs") || name.matches("mp\\d+");
    }

    /** What lies on a volume that is there would be mixed with what is restored. */
    private static void requireNew(String name, String text) {
        MountPoint.of(name, text).flatMap(MountPoint::volume).ifPresent(v -> {
            throw Refused.badParameter(name, "'" + v + "' is there already; name a storage and a size, as 'local:8'");
        });
    }

    /** Of a volume one like it; what is none stays what it is, and is asked about elsewhere. */
    private static MountPoint again(MountPoint m, Wish wish, DiskNames names, List<NewDisk> disks) {
        if (m.isOfHost()) {
            return m;
        }
        long bytes = m.text("size").flatMap(DiskSize::parse).orElse(0L);
        if (bytes < 1024) {
            throw Refused.conflict("the archive does not tell the size of '" + m.option() + "'; name all mount points");
        }
        NewDisk disk = new NewDisk(m.option(), wish.storage(), (bytes + 1023) / 1024, "raw", names.next("raw"));
        disks.add(disk);
        return m.with(Map.of("volume", disk.volume(wish.vmid()).toString(), "size", disk.size()));
    }

    private static String readdressed(String name, String text) {
        return CtNic.of(name, text)
                .map(n -> {
                    Map<String, Object> keys = new LinkedHashMap<>(n.keys());
                    keys.remove("hwaddr");
                    return new CtNic(n.index(), keys).line();
                })
                .orElse(text);
    }
}
