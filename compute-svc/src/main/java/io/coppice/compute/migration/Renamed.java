package io.coppice.compute.migration;

import io.coppice.compute.guest.Volumes;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A configuration with other names for its volumes. Pure. */
final class Renamed {
    private static final List<String> KEYS = List.of("", "file=", "volume=");

    private Renamed() {}

    static GuestConfig in(GuestConfig config, Map<VolumeId, VolumeId> names) {
        Map<String, GuestSection> snapshots = new TreeMap<>(config.snapshots());
        snapshots.replaceAll((name, section) -> in(section, names));
        return new GuestConfig(in(config.current(), names), in(config.pending(), names), config.special(), snapshots);
    }

    private static GuestSection in(GuestSection section, Map<VolumeId, VolumeId> names) {
        Map<String, String> options = new TreeMap<>(section.options());
        options.replaceAll((option, text) -> {
            Optional<VolumeId> was = Volumes.of(option, text).filter(names::containsKey);
            return was.isEmpty() ? text : in(text, was.get(), String.valueOf(names.get(was.get())));
        });
        return new GuestSection(options, section.description(), section.raw());
    }

    private static String in(String text, VolumeId was, String now) {
        return List.of(text.split(",")).stream()
                .map(part -> KEYS.stream()
                        .filter(key -> part.equals(key + was))
                        .findFirst()
                        .map(key -> key + now)
                        .orElse(part))
                .collect(Collectors.joining(","));
    }
}
