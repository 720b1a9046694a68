package io.coppice.documents.volume;

import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.VolumeId;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A volume as the listing of a storage's content shows it.
 *
 * @param format as listings say it: {@code iso}, {@code tgz}, {@code snippet}, {@code vma.zst}, {@code qcow2}
 * @param subtype of a backup: the kind of guest, or {@code unknown}
 * @param created Unix seconds
 */
public record ListedVolume(
        VolumeId id,
        ContentKind content,
        String format,
        Optional<String> vmid,
        Optional<String> subtype,
        Optional<String> parent,
        long created) {
    private static final Pattern PARENT = Pattern.compile("\\.\\./(\\d+)/([^/]+" + Suffixes.IMAGE + ")");
    private static final Pattern BACKUP_OWNER = Pattern.compile(".*-([1-9]\\d{2,8})-[^/]+");
    private static final Pattern BACKUP = Pattern.compile(".*?" + Suffixes.BACKUP);

    /**
     * A file that was found.
     *
     * @param created Unix seconds
     * @param parent of an image: its backing file as the image names it
     */
    public record Found(Path path, long created, Optional<String> parent) {}

    /** How a storage is listed: which, where, the zone of backups' names, and which guests are containers. */
    public record Listing(StorageId storage, DirectoryLayout layout, ZoneId zone, Predicate<String> isContainer) {
        /** The entry for the file; empty where it is no volume, or not the guest's when one is asked for. */
        public Optional<ListedVolume> entry(Found file, Optional<String> vmid) {
            return layout.at(file.path()).flatMap(name -> switch (name.kind()) {
                case IMAGES ->
                    image(name, file).filter(v -> vmid.isEmpty() || v.vmid().equals(vmid));
                case BACKUP -> backup(name, file, vmid);
                case ROOTDIR -> Optional.empty();
                case ISO -> plain(name, "iso", file).filter(v -> vmid.isEmpty());
                case VZTMPL -> plain(name, template(name.name()), file).filter(v -> vmid.isEmpty());
                case SNIPPETS -> plain(name, "snippet", file);
                case IMPORT -> plain(name, name.format().orElse("raw"), file);
            });
        }

        private Optional<ListedVolume> image(VolumeName name, Found file) {
            Optional<VolumeName.Base> base = file.parent()
                    .map(PARENT::matcher)
                    .filter(Matcher::matches)
                    .map(m -> new VolumeName.Base(m.group(1), m.group(2)));
            VolumeName whole =
                    new VolumeName(name.kind(), name.name(), name.owner(), base, name.template(), name.format());
            boolean container = name.owner().filter(isContainer).isPresent();
            return Optional.of(new ListedVolume(
                    new VolumeId(storage, whole.toString()),
                    container ? ContentKind.ROOTDIR : ContentKind.IMAGES,
                    name.format().orElse("raw"),
                    name.owner(),
                    Optional.empty(),
                    file.parent(),
                    file.created()));
        }

        private Optional<ListedVolume> backup(VolumeName name, Found file, Optional<String> vmid) {
            if (vmid.filter(v -> !name.name().matches("\\S+-" + v + "-\\S+")).isPresent()) {
                return Optional.empty();
            }
            Optional<Archive> archive = archive(name.name());
            Matcher owner = BACKUP_OWNER.matcher(name.name());
            Matcher suffix = BACKUP.matcher(name.name());
            return Optional.of(new ListedVolume(
                    new VolumeId(storage, name.toString()),
                    ContentKind.BACKUP,
                    suffix.matches() ? suffix.group(1) : "raw",
                    vmid.or(() -> owner.matches() ? Optional.of(owner.group(1)) : Optional.empty()),
                    Optional.of(archive.map(Archive::type).orElse("unknown")),
                    Optional.empty(),
                    archive.flatMap(Archive::made).map(Archive.Made::seconds).orElse(file.created())));
        }

        private Optional<Archive> archive(String name) {
            try {
                return Optional.of(Archive.parse(name, zone));
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        }

        private Optional<ListedVolume> plain(VolumeName name, String format, Found file) {
            return Optional.of(new ListedVolume(
                    new VolumeId(storage, name.toString()),
                    name.kind(),
                    format,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    file.created()));
        }

        /** {@code .tar.gz} is listed as {@code tgz}. */
        private static String template(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.endsWith(".tar") ? "tar" : "t" + lower.substring(lower.lastIndexOf('.') + 1);
        }
    }
}
