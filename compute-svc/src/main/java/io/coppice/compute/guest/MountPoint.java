package io.coppice.compute.guest;

import io.coppice.contract.guest.CtFormats;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.VolumeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container has mounted: its root file system, a volume, or a directory of the host.
 *
 * @param option {@code rootfs}, {@code mp3}, {@code unused0}
 * @param index -1 for the root file system
 * @param keys of its property string, typed
 */
public record MountPoint(String option, int index, Map<String, Object> keys) {
    public MountPoint {
        keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /** Empty where the option is none, or its text cannot be read. */
    public static Optional<MountPoint> of(String option, String text) {
        boolean root = option.equals("rootfs");
        if (!root && !option.matches("(mp|unused)\\d{1,3}")) {
            return Optional.empty();
        }
        try {
            int index = root ? -1 : Integer.parseInt(option.replaceAll("\\D", ""));
            return Optional.of(new MountPoint(option, index, PropertyStrings.parse(format(option), text)));
        } catch (PropertyStrings.Unfit e) {
            return Optional.empty();
        }
    }

    private static PropertyFormat format(String option) {
        return option.equals("rootfs") ? CtFormats.ROOT : option.startsWith("mp") ? CtFormats.MOUNT : CtFormats.UNUSED;
    }

    public boolean isRoot() {
        return index < 0;
    }

    public boolean isUnused() {
        return option.startsWith("unused");
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(keys.get(key)).map(Object::toString);
    }

    public boolean isOn(String key) {
        return Boolean.TRUE.equals(keys.get(key));
    }

    public String source() {
        return text("volume").orElse("");
    }

    /** Where it is mounted in the container, absolute. */
    public String target() {
        return isRoot()
                ? "/"
                : text("mp").map(p -> p.startsWith("/") ? p : "/" + p).orElse("/");
    }

    /** A directory or device of the host, by its path. */
    public boolean isOfHost() {
        return source().startsWith("/");
    }

    /** The volume that it is; empty for a path of the host and for one that is yet to be made. */
    public Optional<VolumeId> volume() {
        if (isOfHost() || toMake().isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(VolumeId.parse(source()));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** A volume that shall be made, {@code local:8}; a size of 0 asks for a directory. */
    public Optional<Drive.ToMake> toMake() {
        return Drive.toMake(source());
    }

    /** Options of mount(8) that hold for the volume, {@code nosuid}. */
    public List<String> mountOptions() {
        return text("mountoptions").map(t -> List.of(t.split(";"))).orElse(List.of());
    }

    /** The same with some keys set. */
    public MountPoint with(Map<String, ?> changes) {
        Map<String, Object> copy = new LinkedHashMap<>(keys);
        copy.putAll(changes);
        return new MountPoint(option, index, copy);
    }

    /** As it stands in the configuration: the volume first. */
    public String line() {
        Map<String, Object> rest = new LinkedHashMap<>(keys);
        rest.remove("volume");
        StringBuilder line = new StringBuilder(source());
        rest.forEach(
                (k, v) -> line.append(',').append(k).append('=').append(v instanceof Boolean b ? (b ? "1" : "0") : v));
        return line.toString();
    }
}
