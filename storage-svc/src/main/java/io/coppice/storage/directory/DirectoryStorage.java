package io.coppice.storage.directory;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.DirectoryLayout;
import io.coppice.documents.volume.ListedVolume;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.host.Commands;
import io.coppice.storage.definition.Storage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The worker of the kind {@code dir}. */
public final class DirectoryStorage {
    private static final Set<String> FORMATS = Set.of("raw", "qcow2", "vmdk");
    private static final long MOST_KIB = 1L << 53;
    private static final Duration CREATE_LIMIT = Duration.ofMinutes(10);
    private final Commands commands;
    private final ImageInfo images;
    private final Marks marks = new Marks();

    public DirectoryStorage(Commands commands) {
        this.commands = commands;
        this.images = new ImageInfo(commands);
    }

    /** Makes its folders, as far as it says that they are made. */
    public void prepare(Storage storage) throws IOException {
        DirectoryLayout layout = storage.layout();
        if (storage.makes("create-base-path")) {
            Files.createDirectories(layout.root());
        }
        if (storage.makes("create-subdirs") && Files.isDirectory(layout.root())) {
            for (ContentKind kind : storage.content()) {
                Files.createDirectories(layout.directory(kind));
            }
        }
    }

    /** In bytes; not active where its path is not there. */
    public record Space(boolean active, long total, long used, long available) {}

    public Space space(Storage storage) {
        try {
            FileStore on = Files.getFileStore(storage.layout().root());
            return new Space(
                    true, on.getTotalSpace(), on.getTotalSpace() - on.getUnallocatedSpace(), on.getUsableSpace());
        } catch (IOException e) {
            return new Space(false, 0, 0, 0);
        }
    }

    /** Entries as clients know them; files that are no volumes are not shown. */
    public List<Map<String, Object>> list(Storage storage, Set<ContentKind> kinds, Optional<Vmid> vmid)
            throws IOException, InterruptedException {
        List<Map<String, Object>> all = new ArrayList<>();
        for (ContentKind kind : kinds) {
            Path folder = storage.layout().directory(kind);
            if (kind == ContentKind.ROOTDIR || !Files.isDirectory(folder)) {
                continue;
            }
            for (Path file : files(folder, kind)) {
                entry(storage, file, vmid).ifPresent(all::add);
            }
        }
        return all;
    }

    /** Images lie one folder deeper, by guest. */
    private static List<Path> files(Path folder, ContentKind kind) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            for (Path p : inside) {
                if (kind == ContentKind.IMAGES && Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)) {
                    try (DirectoryStream<Path> ofGuest = Files.newDirectoryStream(p)) {
                        ofGuest.forEach(all::add);
                    }
                } else if (kind != ContentKind.IMAGES) {
                    all.add(p);
                }
            }
        }
        all.removeIf(p -> !SafeFiles.isPlainFile(p));
        all.sort(null);
        return all;
    }

    private Optional<Map<String, Object>> entry(Storage storage, Path file, Optional<Vmid> vmid)
            throws IOException, InterruptedException {
        Optional<VolumeName> name = storage.layout().at(file);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        long created;
        ImageInfo.Info info;
        try {
            created = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis() / 1000;
            info = info(file, name.get());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
        ListedVolume.Listing listing =
                new ListedVolume.Listing(storage.id(), storage.layout(), ZoneId.systemDefault(), id -> false);
        return listing.entry(new ListedVolume.Found(file, created, info.backing()), vmid.map(Vmid::toString))
                .map(v -> shown(v, info, file));
    }

    private static Map<String, Object> shown(ListedVolume v, ImageInfo.Info info, Path file) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("volid", v.id());
        all.put("content", v.content().word());
        all.put("format", v.format());
        all.put("size", info.virtualBytes());
        all.put("ctime", v.created());
        v.vmid().ifPresent(id -> all.put("vmid", Long.parseLong(id)));
        v.subtype().ifPresent(s -> all.put("subtype", s));
        if (v.content() == ContentKind.IMAGES) {
            all.put("used", info.usedBytes());
            v.parent().ifPresent(p -> all.put("parent", p));
        }
        if (v.content() == ContentKind.BACKUP) {
            Notes.of(file).ifPresent(n -> all.put("notes", n));
            if (Notes.isProtected(file)) {
                all.put("protected", 1);
            }
        }
        return all;
    }

    private ImageInfo.Info info(Path file, VolumeName name) throws IOException, InterruptedException {
        String format = name.format().orElse("raw");
        return name.kind() == ContentKind.IMAGES && FORMATS.contains(format)
                ? images.of(file, format)
                : new ImageInfo.Info(Files.size(file), Files.size(file), Optional.empty());
    }

    /** The file of a volume that is there. */
    public Path file(Storage storage, String volume) throws IOException {
        Path file = place(storage, name(storage, volume));
        if (!SafeFiles.isPlainFile(file)) {
            throw Refused.notFound("volume '" + storage.id() + ":" + volume + "' does not exist");
        }
        SafeFiles.requireInside(storage.layout().root(), SafeFiles.folderOf(file));
        return file;
    }

    /** The volume's name taken apart. */
    public static VolumeName name(Storage storage, String volume) {
        if (volume.chars().anyMatch(Character::isISOControl)) {
            throw Refused.conflict("unable to parse directory volume name: it has control characters");
        }
        try {
            return VolumeName.parse(volume);
        } catch (Malformed e) {
            throw Refused.conflict(String.valueOf(e.getMessage()));
        }
    }

    private static Path place(Storage storage, VolumeName name) {
        Path file = storage.layout().path(name);
        if (!file.normalize().equals(file)) {
            throw Refused.conflict("volume name '" + name + "' leads elsewhere");
        }
        return file;
    }

    public Map<String, Object> describe(Storage storage, String volume) throws IOException, InterruptedException {
        Path file = file(storage, volume);
        VolumeName name = name(storage, volume);
        ImageInfo.Info info = info(file, name);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("path", file.toString());
        all.put("size", info.virtualBytes());
        all.put("used", info.usedBytes());
        all.put("format", name.format().orElse("raw"));
        Notes.of(file).ifPresent(n -> all.put("notes", n));
        if (Notes.isProtected(file)) {
            all.put("protected", 1);
        }
        return all;
    }

    public Opening open(Storage storage, String volume) throws IOException, InterruptedException {
        Path file = file(storage, volume);
        VolumeName name = name(storage, volume);
        boolean image = name.kind() == ContentKind.IMAGES;
        return new Opening.FileOpening(
                file.toString(),
                image ? name.format().orElse("raw") : "raw",
                !image,
                info(file, name).virtualBytes());
    }

    /**
     * Makes an empty image that bears a mark; the same name with the same mark again is made anew.
     *
     * @param wanted its name; the next free one where it is left out
     * @param mark empty: it is at once nobody's but the guest's
     */
    public VolumeId allocate(Storage storage, Vmid vmid, long kib, String format, Optional<String> wanted, String mark)
            throws IOException, InterruptedException {
        if (!FORMATS.contains(format)) {
            throw Refused.badParameter(
                    "format", "'" + storage.id() + "' cannot make images of format '" + format + "'");
        }
        if (!storage.content().contains(ContentKind.IMAGES)) {
            throw Refused.conflict("storage '" + storage.id() + "' does not support content-type 'images'");
        }
        prepare(storage);
        Path folder = storage.layout().directory(ContentKind.IMAGES).resolve(vmid.toString());
        Files.createDirectories(folder);
        SafeFiles.requireInside(storage.layout().root(), folder);
        Path file = claim(storage, folder, vmid, format, wanted, mark);
        try {
            create(storage, file, kib, format);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Files.deleteIfExists(file);
            marks.remove(file);
            throw e;
        }
        if (mark.isEmpty()) {
            marks.remove(file);
        }
        return new VolumeId(storage.id(), vmid + "/" + file.getFileName());
    }

    /** Takes a name by its mark, which is made exclusively. */
    private Path claim(Storage storage, Path folder, Vmid vmid, String format, Optional<String> wanted, String mark)
            throws IOException {
        if (wanted.isPresent()) {
            VolumeName name = name(storage, vmid + "/" + wanted.get());
            if (!name.name().matches("(vm|base|subvol)-" + vmid + "-.+")
                    || !name.format().equals(Optional.of(format))) {
                throw Refused.badParameter(
                        "filename",
                        "illegal name '" + wanted.get() + "' - should be 'vm-" + vmid + "-*." + format + "'");
            }
            Path file = folder.resolve(name.name());
            boolean mine = !mark.isEmpty() && marks.of(file).equals(Optional.of(mark));
            if (!mine && !take(file, mark)) {
                throw Refused.conflict("unable to create '" + storage.id() + ":" + name + "' - it exists already");
            }
            return file;
        }
        for (int n = 0; n < 10_000; n++) {
            Path file = folder.resolve("vm-" + vmid + "-disk-" + n + "." + format);
            if (isFree(folder, vmid, n) && take(file, mark)) {
                return file;
            }
        }
        throw Refused.conflict(
                "unable to allocate an image name for VM " + vmid + " in storage '" + storage.id() + "'");
    }

    /** Looked at before and after: a mark left on a volume of others would let its task remove that volume. */
    private boolean take(Path file, String mark) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !marks.claim(file, mark)) {
            return false;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            marks.remove(file);
            return false;
        }
        return true;
    }

    /** A number is taken whatever the format is. */
    private static boolean isFree(Path folder, Vmid vmid, int n) {
        return FORMATS.stream()
                .noneMatch(f ->
                        Files.exists(folder.resolve("vm-" + vmid + "-disk-" + n + "." + f), LinkOption.NOFOLLOW_LINKS));
    }

    private void create(Storage storage, Path file, long kib, String format) throws IOException, InterruptedException {
        if (kib < 1 || kib > MOST_KIB) {
            throw Refused.badParameter("size", "a volume has 1 KiB at least and 8 EiB at most");
        }
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            if (!SafeFiles.isPlainFile(file)) {
                throw e;
            }
        }
        List<String> argv = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", format));
        if (!format.equals("vmdk")
                && !(format.equals("raw") && storage.preallocation().equals("metadata"))) {
            argv.addAll(List.of("-o", "preallocation=" + storage.preallocation()));
        }
        argv.addAll(List.of(file.toString(), kib + "K"));
        Commands.Ended ended = commands.run(argv, CREATE_LIMIT);
        if (!ended.ok()) {
            throw Refused.conflict("unable to create image: " + ended.err().strip());
        }
    }

    /** Removes a volume; nothing happens where there is none, or where it does not bear the asked mark. */
    public void free(Storage storage, String volume, Optional<String> mark) throws IOException {
        VolumeName name = name(storage, volume);
        Path file = place(storage, name);
        if (mark.isPresent() && !marks.of(file).equals(mark)) {
            return;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            SafeFiles.requireInside(storage.layout().root(), SafeFiles.folderOf(file));
            if (Notes.isProtected(file)) {
                throw Refused.conflict("cannot remove '" + storage.id() + ":" + volume + "': it is protected");
            }
            Files.delete(file);
        }
        Notes.remove(file);
        marks.remove(file);
        if (name.kind() == ContentKind.IMAGES) {
            removeIfEmpty(SafeFiles.folderOf(file));
        }
    }

    private static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            return; // not empty: others are in it
        }
    }

    /** Takes the mark off. */
    public void keep(Storage storage, String volume) throws IOException {
        marks.remove(place(storage, name(storage, volume)));
    }

    public List<VolumeId> ofGuest(Storage storage, Vmid vmid) throws IOException {
        Path folder = storage.layout().directory(ContentKind.IMAGES).resolve(vmid.toString());
        List<VolumeId> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
                for (Path file : inside) {
                    storage.layout().idAt(storage.id(), file).ifPresent(all::add);
                }
            }
        }
        all.sort(null);
        return all;
    }
}
