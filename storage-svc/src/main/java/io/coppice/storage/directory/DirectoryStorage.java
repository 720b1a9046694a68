package io.coppice.storage.directory;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.DirectoryLayout;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.host.Commands;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.image.ImageInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The worker of the kind {@code dir}. */
public final class DirectoryStorage {
    private static final int LONGEST_NAME = 255;
    private static final Set<PosixFilePermission> CLOSED = PosixFilePermissions.fromString("rwxr-x---");
    private final Marks marks = new Marks();
    private final Images images;
    private final VolumeNews news;
    private final FreeSpace space;

    /** One that tells nobody. */
    public DirectoryStorage(NodeName here, Commands commands) {
        this(here, commands, VolumeNews.unheard());
    }

    public DirectoryStorage(NodeName here, Commands commands, VolumeNews news) {
        this(here, DirectoryHost.ofThisMachine(commands), news);
    }

    public DirectoryStorage(NodeName here, DirectoryHost host, VolumeNews news) {
        this.news = news;
        this.space = host.space();
        this.images = new Images(here, host.commands(), marks, news);
    }

    /** Makes its folders, as far as it says that they are made. */
    private static void prepare(Storage storage) throws IOException {
        DirectoryLayout layout = storage.layout();
        if (storage.makes("create-base-path")) {
            Files.createDirectories(layout.root());
        }
        if (storage.makes("create-subdirs") && Files.isDirectory(layout.root())) {
            for (ContentKind kind : storage.content()) {
                makeFolder(layout.directory(kind), kind == ContentKind.IMAGES || kind == ContentKind.BACKUP);
            }
        }
    }

    /** One that is there keeps its mode, which is its administrator's. */
    private static void makeFolder(Path folder, boolean closed) throws IOException {
        if (!closed || Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            return;
        }
        Files.createDirectories(SafeFiles.folderOf(folder));
        // what guests keep on disks and in archives is nobody's business on the host
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(CLOSED));
    }

    /**
     * Makes its folders as far as it says that they are made, and looks whether it is there.
     *
     * @throws Refused saying what is missing
     */
    public void activate(Storage storage) {
        String cannot = "unable to activate storage '" + storage.id() + "' - ";
        Path root = storage.layout().root();
        try {
            Optional<Path> unmounted = MountPoints.missing(storage.mountPoint());
            if (unmounted.isPresent()) {
                throw Refused.conflict(cannot + "directory is expected to be a mount point but is not mounted: '"
                        + unmounted.get() + "'");
            }
            prepare(storage);
        } catch (IOException e) {
            throw Refused.conflict(cannot + "its folders cannot be made: " + e.getMessage());
        }
        if (!Files.isDirectory(root)) {
            throw Refused.conflict(cannot + "directory '" + root + "' does not exist or is unreachable");
        }
    }

    /** In bytes; not active where its path is not there. */
    public record Space(boolean active, long total, long used, long available) {}

    public Space space(Storage storage) {
        try {
            if (MountPoints.missing(storage.mountPoint()).isPresent()) {
                return new Space(false, 0, 0, 0);
            }
            return space.of(storage.layout().root());
        } catch (IOException e) {
            return new Space(false, 0, 0, 0);
        }
    }

    /** Entries as clients know them; files that are no volumes are not shown. */
    public List<Map<String, Object>> list(Storage storage, Set<ContentKind> kinds, Optional<Vmid> vmid)
            throws IOException {
        return new Listing(storage).entries(kinds, vmid);
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
        if (longestPart(volume) > LONGEST_NAME) {
            throw Refused.conflict("unable to parse directory volume name: it is too long");
        }
        try {
            return VolumeName.parse(volume);
        } catch (Malformed e) {
            throw Refused.conflict(String.valueOf(e.getMessage()));
        }
    }

    /** In bytes, as file systems count. */
    private static int longestPart(String volume) {
        return Arrays.stream(volume.split("/"))
                .mapToInt(part -> part.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
    }

    static Path place(Storage storage, VolumeName name) {
        Path file = storage.layout().path(name);
        if (!file.normalize().equals(file)) {
            throw Refused.conflict("volume name '" + name + "' leads elsewhere");
        }
        return file;
    }

    /**
     * Whether there is such a volume.
     *
     * @throws IOException when the storage is not there, which says nothing of its volumes
     */
    public boolean holds(Storage storage, String volume) throws IOException {
        if (!space(storage).active()) {
            throw new IOException("storage '" + storage.id() + "' is not there");
        }
        return SafeFiles.isPlainFile(place(storage, name(storage, volume)));
    }

    public Map<String, Object> describe(Storage storage, String volume) throws IOException {
        Path file = file(storage, volume);
        VolumeName name = name(storage, volume);
        ImageInfo info = Listing.info(file, name);
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

    public Opening open(Storage storage, String volume) throws IOException {
        Path file = file(storage, volume);
        VolumeName name = name(storage, volume);
        boolean image = name.kind() == ContentKind.IMAGES;
        return new Opening.FileOpening(
                file.toString(),
                image ? name.format().orElse("raw") : "raw",
                !image,
                Listing.info(file, name).virtualBytes());
    }

    /** Whether a new image of a guest may be called so. */
    public static boolean isImageName(String name, Vmid vmid) {
        return Images.isName(name, vmid);
    }

    /** Makes an empty image that bears a task's mark; the same name with the same mark again is made anew. */
    public VolumeId allocate(Storage storage, Vmid vmid, long kib, String format, Optional<String> wanted, String mark)
            throws IOException, InterruptedException {
        ready(storage, format);
        return images.allocate(storage, new Images.Wish(vmid, kib, format, wanted), mark);
    }

    /** Makes an empty image without a task: it is at once nobody's but the guest's. */
    public VolumeId allocate(Storage storage, Vmid vmid, long kib, String format, String wanted)
            throws IOException, InterruptedException {
        ready(storage, format);
        return images.allocate(storage, new Images.Wish(vmid, kib, format, Optional.of(wanted)));
    }

    private void ready(Storage storage, String format) {
        requireMakes(storage, format);
        activate(storage);
    }

    /** @throws Refused if it takes no images, or none of this format */
    public void requireMakes(Storage storage, String format) {
        if (!Images.canMake(format)) {
            throw Refused.badParameter(
                    "format", "'" + storage.id() + "' cannot make images of format '" + format + "'");
        }
        if (!storage.content().contains(ContentKind.IMAGES)) {
            throw Refused.conflict("storage '" + storage.id() + "' does not support content-type 'images'");
        }
    }

    /** @throws Refused for a volume that is protected, or that others are based on */
    public void requireRemovable(Storage storage, String volume) throws IOException {
        if (Notes.isProtected(file(storage, volume))) {
            throw Refused.conflict("cannot remove '" + storage.id() + ":" + volume + "': it is protected");
        }
        VolumeName name = name(storage, volume);
        if (!name.template()) {
            return;
        }
        String asBase = "../" + name.owner().orElse("") + "/" + name.name();
        for (Map<String, Object> image : list(storage, Set.of(ContentKind.IMAGES), Optional.empty())) {
            if (asBase.equals(image.get("parent"))) {
                throw Refused.conflict(
                        "base volume '" + volume + "' is still in use by linked clone '" + image.get("volid") + "'");
            }
        }
    }

    /** How many protected backups a guest has, one left out. */
    public long protectedBackups(Storage storage, VolumeName but) throws IOException {
        return list(storage, Set.of(ContentKind.BACKUP), but.owner().map(Vmid::parse)).stream()
                .filter(b -> b.containsKey("protected"))
                .filter(b -> !new VolumeId(storage.id(), but.toString()).equals(b.get("volid")))
                .count();
    }

    /**
     * Removes a volume that a task made; nothing happens where there is none, or where it does not bear the task's mark.
     */
    public void free(Storage storage, String volume, String mark) throws IOException {
        Path file = place(storage, name(storage, volume));
        if (marks.of(file).equals(Optional.of(mark))) {
            free(storage, volume, Optional.of(mark));
        }
    }

    /** Removes a volume, protected or not, and what is noted of it; nothing happens where there is none. */
    public void free(Storage storage, String volume) throws IOException {
        free(storage, volume, Optional.empty());
    }

    /** The same in a task, whoever has made the volume. */
    public void freeIn(String task, Storage storage, String volume) throws IOException {
        free(storage, volume, Optional.of(task));
    }

    private void free(Storage storage, String volume, Optional<String> task) throws IOException {
        VolumeName name = name(storage, volume);
        Path file = place(storage, name);
        Path folder = SafeFiles.folderOf(file);
        if (!Files.isDirectory(folder)) {
            return;
        }
        SafeFiles.requireInside(storage.layout().root(), folder);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            news.removed(new VolumeId(storage.id(), name.toString()), task, () -> {
                Files.deleteIfExists(file);
                SafeFiles.syncFolder(folder);
            });
        }
        Notes.remove(file);
        marks.remove(file);
        if (name.kind() == ContentKind.IMAGES) {
            Images.removeIfEmpty(folder);
        }
    }

    /** Takes the mark off. */
    public void keep(Storage storage, String volume) throws IOException {
        marks.remove(place(storage, name(storage, volume)));
    }

    public List<VolumeId> ofGuest(Storage storage, Vmid vmid) throws IOException {
        Path folder = storage.layout().directory(ContentKind.IMAGES).resolve(vmid.toString());
        List<VolumeId> all = new ArrayList<>();
        if (SafeFiles.isFolderInside(storage.layout().root(), folder)) {
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
                for (Path file : inside) {
                    storage.layout().idAt(storage.id(), file).ifPresent(all::add);
                }
            }
        }
        all.sort(null);
        return all;
    }

    /** A volume that bears a mark. */
    public record Marked(VolumeId volume, String mark) {}

    /** All of a storage that bear marks, made already or not; folders of guests that are empty go. */
    public List<Marked> marked(Storage storage) throws IOException {
        List<Marked> all = new ArrayList<>();
        Path images = storage.layout().directory(ContentKind.IMAGES);
        if (!SafeFiles.isFolderInside(storage.layout().root(), images)) {
            return all;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(images, "[1-9]*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !Images.removeIfEmpty(folder)) {
                    for (Map.Entry<Path, String> e : marks.in(folder).entrySet()) {
                        storage.layout()
                                .idAt(storage.id(), e.getKey())
                                .ifPresent(id -> all.add(new Marked(id, e.getValue())));
                    }
                }
            }
        }
        return all;
    }

    /** Volumes on their way between nodes. */
    public MovedFiles moved() {
        return new MovedFiles(this, marks, images, news);
    }

    /** Whether a mark is of a call of this node that nobody waits for any more. */
    public boolean isOverCall(String mark) {
        return images.isOverCall(mark);
    }
}
