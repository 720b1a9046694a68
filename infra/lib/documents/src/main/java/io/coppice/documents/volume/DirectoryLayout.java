package io.coppice.documents.volume;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.VolumeId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the volumes of one directory storage lie.
 *
 * @param root absolute
 * @param overrides directories relative to the root that the storage names itself ({@code content-dirs})
 */
public record DirectoryLayout(Path root, Map<ContentKind, String> overrides) {
    private static final Pattern SNAPSHOTS = Pattern.compile("qcow2|qed");

    public DirectoryLayout {
        root = root.normalize();
        overrides = Map.copyOf(overrides);
        if (!root.isAbsolute()) {
            throw new Malformed("storage definition has no absolute path: " + root);
        }
        for (String override : overrides.values()) {
            if (!root.resolve(override).normalize().startsWith(root)) {
                throw new Malformed("directory leads out of the storage: " + override);
            }
        }
    }

    public DirectoryLayout(Path root) {
        this(root, Map.of());
    }

    public Path directory(ContentKind kind) {
        return root.resolve(overrides.getOrDefault(kind, kind.directory()));
    }

    public Path path(VolumeName volume) {
        Path directory = directory(volume.kind());
        return volume.kind() == ContentKind.IMAGES
                ? directory.resolve(volume.owner().orElseThrow()).resolve(volume.name())
                : directory.resolve(volume.name());
    }

    /**
     * Where a snapshot of the volume is read: the same file, as the format keeps its snapshots inside.
     *
     * @throws Malformed if the format keeps none
     */
    public Path snapshotPath(VolumeName volume) {
        if (!SNAPSHOTS.matcher(volume.format().orElse("")).matches()) {
            throw new Malformed("can't snapshot this image format");
        }
        return path(volume);
    }

    /** The volume that lies there, if any could. A linked clone is seen as an image of its own. */
    public Optional<VolumeName> at(Path file) {
        Path path = file.normalize();
        for (ContentKind kind : ContentKind.values()) {
            Path directory = directory(kind);
            if (!path.startsWith(directory) || path.equals(directory)) {
                continue;
            }
            String below = directory.relativize(path).toString();
            try {
                VolumeName name = VolumeName.parse(kind == ContentKind.IMAGES ? below : kind.word() + "/" + below);
                // a disk inside an OVA has a name but no place of its own
                boolean place = name.name().indexOf('/') < 0;
                if (place && name.kind() == kind && path(name).equals(path)) {
                    return Optional.of(name);
                }
            } catch (Malformed none) {
                continue;
            }
        }
        return Optional.empty();
    }

    public Optional<VolumeId> idAt(StorageId storage, Path file) {
        return at(file).map(name -> new VolumeId(storage, name.toString()));
    }
}
