package io.coppice.storage.definition;

import io.coppice.contract.storage.StorageKind;
import io.coppice.contract.word.StorageId;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.DirectoryLayout;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A storage as its section defines it.
 *
 * @param host what absolute paths begin at, {@code /} on a machine
 */
public record Storage(StorageId id, Section section, Path host) {
    public static Storage of(Section section) {
        return of(section, Path.of("/"));
    }

    static Storage of(Section section, Path host) {
        return new Storage(new StorageId(section.id()), section, host);
    }

    public String kind() {
        return section.type();
    }

    /** Whether there is a worker for its kind. */
    public boolean isServed() {
        return StorageKind.of(kind()).flatMap(ServedKind::of).isPresent();
    }

    /** Whether a node uses it: its kind is served, it is switched on and the node is one of its own. */
    public boolean isUsedOn(String node) {
        return isServed() && enabled() && isOn(node);
    }

    public boolean enabled() {
        return !"1".equals(section.properties().get("disable"));
    }

    public boolean shared() {
        return "1".equals(section.properties().get("shared"));
    }

    public boolean isOn(String node) {
        String nodes = section.properties().get("nodes");
        return nodes == null || List.of(nodes.split("[,;\\s]+")).contains(node);
    }

    /** What it may hold; images and containers' directories where it does not say. */
    public Set<ContentKind> content() {
        Set<ContentKind> kinds = EnumSet.noneOf(ContentKind.class);
        for (String word :
                section.properties().getOrDefault("content", "images,rootdir").split("[,;\\s]+")) {
            ContentKind.of(word).ifPresent(kinds::add);
        }
        return kinds;
    }

    public String contentText() {
        return String.join(",", content().stream().map(ContentKind::word).toList());
    }

    public String format() {
        return section.properties().getOrDefault("format", "raw");
    }

    public String preallocation() {
        return section.properties().getOrDefault("preallocation", "metadata");
    }

    /** A switch that is on where it is not said otherwise. */
    public boolean makes(String option) {
        String value =
                section.properties().getOrDefault(option, section.properties().getOrDefault("mkdir", "1"));
        return !"0".equals(value);
    }

    /** Where something must be mounted for the storage to be there. */
    public Optional<Path> mountPoint() {
        String said = section.properties().getOrDefault("is_mountpoint", "no");
        if (said.startsWith("/")) {
            return Optional.of(onHost(said));
        }
        boolean itself = List.of("1", "yes", "on", "true").contains(said);
        return itself ? Optional.of(layout().root()) : Optional.empty();
    }

    /** How many protected backups a guest may have; empty where it does not say. */
    public Optional<Integer> mostProtected() {
        return Optional.ofNullable(section.properties().get("max-protected-backups"))
                .map(Integer::parseInt);
    }

    /** Where its files lie; of directories alone. */
    public DirectoryLayout layout() {
        Map<ContentKind, String> overrides = new EnumMap<>(ContentKind.class);
        for (String pair : section.properties().getOrDefault("content-dirs", "").split("[,;\\s]+")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                ContentKind.of(pair.substring(0, equals)).ifPresent(k -> overrides.put(k, pair.substring(equals + 1)));
            }
        }
        return new DirectoryLayout(onHost(section.properties().getOrDefault("path", "/nonexistent")), overrides);
    }

    private Path onHost(String path) {
        return path.startsWith("/") ? host.resolve(path.replaceFirst("^/+", "")) : Path.of(path);
    }
}
