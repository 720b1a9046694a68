package io.coppice.documents.image;

import io.coppice.contract.word.Malformed;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.DirectoryLayout;
import io.coppice.documents.volume.VolumeName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds where an image of a storage lies.
 *
 * @param luns which logical unit a volume is, asked of the target
 * @param initiator this host's iSCSI name
 */
public record Places(Luns luns, String initiator) {
    private static final Pattern FILE = Pattern.compile(".+\\.(raw|qcow2|vmdk)");
    private static final Pattern BLOCK = Pattern.compile("((?:vm|base|snap)[-_]\\S*?)(\\.qcow2)?");

    /** What only the target knows. */
    @FunctionalInterface
    public interface Luns {
        int of(String storage, String volume);
    }

    /**
     * @param snapshot whose state is meant; the present one where it is left out
     * @throws Malformed for a name that is no image there, or a kind that has no images here
     */
    public Place of(Section storage, String volume, Optional<String> snapshot) {
        return switch (storage.type()) {
            case "dir", "nfs", "cifs", "cephfs" -> file(storage, volume, snapshot);
            case "btrfs" -> subvolume(storage, volume, snapshot);
            case "lvm", "lvmthin" -> logicalVolume(storage, volume, snapshot);
            case "zfspool" ->
                new Place.Named("/dev/zvol/" + need(storage, "pool") + "/" + raw(volume) + at(snapshot), "raw", "");
            case "rbd" -> new Place.Named(rbd(storage, raw(volume) + at(snapshot)), "raw", "");
            case "zfs" -> unit(storage, raw(volume), snapshot);
            default ->
                throw new Malformed("storage '" + storage.id() + "' of type '" + storage.type() + "' has no images");
        };
    }

    /**
     * A file that no storage holds.
     *
     * @param format as it was said; else its suffix tells
     * @throws Malformed if there is none
     */
    public static Place ofFile(String path, Optional<String> format, Predicate<Path> exists) {
        Matcher suffix = FILE.matcher(path);
        if (path.startsWith("-") || !exists.test(Path.of(path)) || format.isEmpty() && !suffix.matches()) {
            throw new Malformed("source '" + path + "' is not a valid volid nor path for qemu-img convert");
        }
        return new Place.Named(path, format.orElseGet(() -> suffix.group(1)), "");
    }

    private static String at(Optional<String> snapshot) {
        return snapshot.map(s -> "@" + s).orElse("");
    }

    private static String need(Section storage, String property) {
        return storage.property(property)
                .orElseThrow(() -> new Malformed("storage '" + storage.id() + "' has no " + property));
    }

    private static boolean keepsChains(Section storage) {
        return storage.property("snapshot-as-volume-chain").filter("1"::equals).isPresent();
    }

    private static Place file(Section storage, String volume, Optional<String> snapshot) {
        VolumeName name = VolumeName.parse(volume);
        Path path = layout(storage).path(name);
        String format = name.format().orElse("raw");
        if (snapshot.isEmpty()) {
            return new Place.Named(path.toString(), format, "");
        }
        if (keepsChains(storage)) {
            return new Place.Named(
                    path.resolveSibling("snap-" + snapshot.get() + "-" + name.name())
                            .toString(),
                    format,
                    "");
        }
        if (!format.equals("qcow2")) {
            throw new Malformed("can't snapshot this image format");
        }
        return new Place.Named(path.toString(), format, snapshot.get());
    }

    private static DirectoryLayout layout(Section storage) {
        String path = storage.property("path").orElse("/mnt/pve/" + storage.id());
        return new DirectoryLayout(Path.of(path));
    }

    /** A raw image is the one file of a subvolume, of which snapshots are taken. */
    private static Place subvolume(Section storage, String volume, Optional<String> snapshot) {
        VolumeName name = VolumeName.parse(volume);
        if (name.kind() != ContentKind.IMAGES || !name.format().equals(Optional.of("raw"))) {
            return file(storage, volume, snapshot);
        }
        Path path = layout(storage).path(name);
        String folder = name.name().substring(0, name.name().length() - ".raw".length()) + at(snapshot);
        return new Place.Named(path.resolveSibling(folder).resolve("disk.raw").toString(), "raw", "");
    }

    private static Place logicalVolume(Section storage, String volume, Optional<String> snapshot) {
        Matcher name = block(volume);
        String suffix = Optional.ofNullable(name.group(2)).orElse("");
        String volumeName =
                snapshot.map(s -> "snap_" + name.group(1) + "_" + s + suffix).orElse(name.group(1) + suffix);
        return new Place.Named(
                "/dev/" + need(storage, "vgname") + "/" + volumeName, suffix.isEmpty() ? "raw" : "qcow2", "");
    }

    private static Matcher block(String volume) {
        Matcher name = BLOCK.matcher(volume);
        if (!name.matches() || volume.indexOf('/') >= 0) {
            throw new Malformed("unable to parse volume name '" + volume + "'");
        }
        return name;
    }

    private static String raw(String volume) {
        if (block(volume).group(2) != null) {
            throw new Malformed("unable to parse volume name '" + volume + "'");
        }
        return volume;
    }

    /** Colons separate, so those of addresses are escaped; monitors are separated by semicolons. */
    private static String rbd(Section storage, String image) {
        String path = storage.property("namespace")
                .map(n -> need(storage, "pool") + "/" + n + "/" + image)
                .orElse(need(storage, "pool") + "/" + image);
        Optional<String> monitors = storage.property("monhost").map(Places::monitors);
        String keyring = storage.property("keyring").map(k -> ":keyring=" + k).orElse("");
        boolean authenticates = !storage.property("authsupported").equals(Optional.of("none")) && !keyring.isEmpty();
        String auth = authenticates
                ? ":id=" + storage.property("username").orElse("admin") + keyring
                : ":auth_supported=none";
        return monitors.map(m -> "rbd:" + path + ":mon_host=" + m + auth)
                .orElse("rbd:" + path + ":conf=/etc/pve/ceph.conf");
    }

    private static String monitors(String list) {
        return Arrays.stream(list.split("[,;\\s]+"))
                .filter(m -> !m.isEmpty())
                .map(m -> m.indexOf(':') != m.lastIndexOf(':') && !m.startsWith("[") ? "[" + m + "]" : m)
                .map(m -> m.replace(":", "\\:"))
                .collect(Collectors.joining(";"));
    }

    private Place unit(Section storage, String volume, Optional<String> snapshot) {
        if (snapshot.isPresent()) {
            throw new Malformed("a snapshot on '" + storage.id() + "' cannot be read by itself");
        }
        return new Place.ByOptions(
                "file.driver=iscsi,file.transport=tcp,file.initiator-name=" + initiator + ",file.portal="
                        + need(storage, "portal") + ",file.target=" + need(storage, "target") + ",file.lun="
                        + luns.of(storage.id(), volume) + ",driver=raw",
                "raw");
    }
}
