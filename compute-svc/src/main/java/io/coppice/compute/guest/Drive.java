package io.coppice.compute.guest;

import io.coppice.contract.guest.DriveFormats;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.VolumeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A disk or CD-ROM of a configuration.
 *
 * @param bus {@code scsi}, {@code virtio}, {@code ide}, {@code sata}, {@code efidisk}, {@code tpmstate}, {@code unused}
 * @param keys of its property string, typed
 */
public record Drive(String bus, int index, Map<String, Object> keys) {
    private static final Pattern NAME = Pattern.compile("(scsi|virtio|ide|sata|efidisk|tpmstate|unused)(\\d+)");
    private static final Pattern NEW = Pattern.compile("([A-Za-z][A-Za-z0-9\\-_.]*):(\\d+(?:\\.\\d+)?)");

    public Drive {
        keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /** Empty where the option is no drive, or its text cannot be read. */
    public static Optional<Drive> of(String option, String text) {
        Matcher m = NAME.matcher(option);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Drive(
                    m.group(1), Integer.parseInt(m.group(2)), PropertyStrings.parse(format(m.group(1)), text)));
        } catch (PropertyStrings.Unfit e) {
            return Optional.empty();
        }
    }

    private static PropertyFormat format(String bus) {
        return switch (bus) {
            case "scsi" -> DriveFormats.SCSI;
            case "virtio" -> DriveFormats.VIRTIO;
            case "sata" -> DriveFormats.SATA;
            case "ide" -> DriveFormats.IDE;
            case "efidisk" -> DriveFormats.EFI;
            case "tpmstate" -> DriveFormats.TPM;
            default -> DriveFormats.UNUSED;
        };
    }

    public String option() {
        return bus + index;
    }

    public String file() {
        return text("file").orElse("none");
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(keys.get(key)).map(Object::toString);
    }

    public boolean isOn(String key) {
        return Boolean.TRUE.equals(keys.get(key));
    }

    public boolean isCdrom() {
        return text("media").orElse("disk").equals("cdrom");
    }

    /** The volume that it is; empty for an empty or physical CD-ROM drive and for one that is yet to be made. */
    public Optional<VolumeId> volume() {
        if (file().equals("none") || file().equals("cdrom") || toMake().isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(VolumeId.parse(file()));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** A disk that shall be made, {@code local:8}. */
    public record ToMake(String storage, long kib) {}

    public Optional<ToMake> toMake() {
        return isCdrom() ? Optional.empty() : toMake(file());
    }

    static Optional<ToMake> toMake(String source) {
        Matcher m = NEW.matcher(source);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ToMake(m.group(1), (long) (Double.parseDouble(m.group(2)) * 1024 * 1024)));
    }

    /** The same drive with some keys set. */
    public Drive with(Map<String, ?> changes) {
        Map<String, Object> copy = new LinkedHashMap<>(keys);
        changes.forEach((k, v) -> copy.put(k, v));
        return new Drive(bus, index, copy);
    }

    public Drive without(String key) {
        Map<String, Object> copy = new LinkedHashMap<>(keys);
        copy.remove(key);
        return new Drive(bus, index, copy);
    }

    /** As it stands in the configuration: the file first. */
    public String line() {
        Map<String, Object> rest = new LinkedHashMap<>(keys);
        rest.remove("file");
        String others = rest.isEmpty() ? "" : PropertyStrings.print(open(format(bus)), rest);
        return file() + (others.isEmpty() ? "" : "," + others);
    }

    /** The format without the file, which stands in front without its name. */
    private static PropertyFormat open(PropertyFormat whole) {
        Map<String, Schema> keys = new LinkedHashMap<>(whole.keys());
        keys.remove("file");
        keys.remove("volume");
        return new PropertyFormat(whole.name(), keys);
    }
}
