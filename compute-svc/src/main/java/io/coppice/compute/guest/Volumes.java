package io.coppice.compute.guest;

import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The volumes that a configuration names, whatever the kind of its guest. */
public final class Volumes {
    private Volumes() {}

    /** By the option that names it: a drive, or a mount point. */
    public static Map<String, VolumeId> of(GuestSection section) {
        Map<String, VolumeId> all = new LinkedHashMap<>();
        section.options().forEach((name, text) -> of(name, text).ifPresent(v -> all.put(name, v)));
        return all;
    }

    public static Optional<VolumeId> of(String option, String text) {
        return Drive.of(option, text)
                .map(Drive::volume)
                .or(() -> MountPoint.of(option, text).map(MountPoint::volume))
                .orElse(Optional.empty());
    }

    /** All of a configuration, pending ones and those of snapshots among them. */
    public static Set<VolumeId> ofAll(GuestConfig config) {
        List<GuestSection> sections = new ArrayList<>(config.snapshots().values());
        sections.add(config.current());
        sections.add(config.pending());
        Set<VolumeId> all = new LinkedHashSet<>();
        sections.forEach(s -> all.addAll(of(s).values()));
        return all;
    }
}
