package io.coppice.storage.directory;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.host.Commands;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.image.ImageInfo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes empty disk images: the name is taken by a mark first, and the mark goes when the image is whole and on disk. */
final class Images {
    private static final int LONGEST_NAME = 200;
    private static final Pattern NAME = Pattern.compile("(?:vm|base|subvol)-\\d+-[a-zA-Z0-9_.+=-]+");
    private static final long MOST_KIB = 1L << 53;
    private static final Duration CREATE_LIMIT = Duration.ofMinutes(10);

    /** What a guest keeps on its disk is nobody's business on the host. */
    static final Set<PosixFilePermission> FOR_ROOT = PosixFilePermissions.fromString("rw-r-----");

    private final NodeName here;
    private final Commands commands;
    private final Marks marks;
    private final VolumeNews news;

    /** Marks of calls that are being answered; those of tasks are known elsewhere. */
    private final Set<String> calls = ConcurrentHashMap.newKeySet();

    Images(NodeName here, Commands commands, Marks marks, VolumeNews news) {
        this.news = news;
        this.here = here;
        this.commands = commands;
        this.marks = marks;
    }

    /** What is wished for; a name that is left out is the next free one. */
    record Wish(Vmid vmid, long kib, String format, Optional<String> name) {}

    /** Without a task: nothing stays of it unless it succeeds. */
    VolumeId allocate(Storage storage, Wish wish) throws IOException, InterruptedException {
        String mark = prefix() + UUID.randomUUID();
        calls.add(mark);
        try {
            VolumeId made = allocate(storage, wish, mark);
            marks.remove(storage.layout().path(VolumeName.parse(made.name())));
            return made;
        } finally {
            calls.remove(mark);
        }
    }

    private String prefix() {
        return "call-" + here + "-";
    }

    /** Whether a mark is of a call of this node that nobody waits for any more. */
    boolean isOverCall(String mark) {
        return mark.startsWith(prefix()) && mark.length() == prefix().length() + 36 && !calls.contains(mark);
    }

    /** It bears the mark afterwards; the same name with the same mark again is made anew. */
    VolumeId allocate(Storage storage, Wish wish, String mark) throws IOException, InterruptedException {
        if (wish.kib() < 1 || wish.kib() > MOST_KIB) {
            throw Refused.badParameter("size", "a volume has 1 KiB at least and 8 EiB at most");
        }
        Path folder = storage.layout()
                .directory(ContentKind.IMAGES)
                .resolve(wish.vmid().toString());
        Path file = claim(storage, folder, wish, mark);
        VolumeId volume = new VolumeId(storage.id(), wish.vmid() + "/" + file.getFileName());
        news.allocated(volume, mark, () -> createOrLeaveNothing(storage, file, wish));
        return volume;
    }

    private void createOrLeaveNothing(Storage storage, Path file, Wish wish) throws IOException, InterruptedException {
        try {
            create(storage, file, wish);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Files.deleteIfExists(file);
            marks.remove(file);
            removeIfEmpty(SafeFiles.folderOf(file));
            throw e;
        }
    }

    /** The guest's folder may go with its last image at any moment, and is made again then. */
    private Path claim(Storage storage, Path folder, Wish wish, String mark) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                Files.createDirectories(folder);
                SafeFiles.requireInside(storage.layout().root(), folder);
                return wish.name().isPresent()
                        ? named(storage, folder, wish, mark)
                        : nextFree(storage, folder, wish, mark);
            } catch (NoSuchFileException e) {
                if (tries >= 10) {
                    throw e;
                }
            }
        }
    }

    private Path named(Storage storage, Path folder, Wish wish, String mark) throws IOException {
        String wanted = wish.name().orElseThrow();
        if (!isName(wanted, wish.vmid()) || !wanted.endsWith("." + wish.format())) {
            throw Refused.badParameter(
                    "filename",
                    "illegal name '" + wanted + "' - should be 'vm-" + wish.vmid() + "-*." + wish.format() + "'");
        }
        VolumeName name = DirectoryStorage.name(storage, wish.vmid() + "/" + wanted);
        Path file = folder.resolve(name.name());
        if (!marks.of(file).equals(Optional.of(mark)) && !take(file, mark)) {
            throw Refused.conflict("unable to create '" + storage.id() + ":" + name + "' - it exists already");
        }
        return file;
    }

    /**
     * Whether a new image may be called so. Names stand in guests' configurations between commas, and beside the image lies
     * its mark, so there are fewer than a file system would take.
     */
    static boolean isName(String name, Vmid vmid) {
        return name.length() <= LONGEST_NAME
                && name.startsWith(vmid + "-", name.indexOf('-') + 1)
                && NAME.matcher(name).matches();
    }

    private Path nextFree(Storage storage, Path folder, Wish wish, String mark) throws IOException {
        for (int n = 0; n < 10_000; n++) {
            Path file = folder.resolve("vm-" + wish.vmid() + "-disk-" + n + "." + wish.format());
            if (isFree(folder, wish.vmid(), n) && take(file, mark)) {
                return file;
            }
        }
        throw Refused.conflict(
                "unable to allocate an image name for VM " + wish.vmid() + " in storage '" + storage.id() + "'");
    }

    /** Looked at before and after: a mark left on a volume of others would let its task remove that volume. */
    boolean take(Path file, String mark) throws IOException {
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
        return Stream.of("raw", "qcow2", "vmdk")
                .noneMatch(f ->
                        Files.exists(folder.resolve("vm-" + vmid + "-disk-" + n + "." + f), LinkOption.NOFOLLOW_LINKS));
    }

    private void create(Storage storage, Path file, Wish wish) throws IOException, InterruptedException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FOR_ROOT));
        } catch (FileAlreadyExistsException e) {
            if (!SafeFiles.isPlainFile(file)) {
                throw e;
            }
        }
        Commands.Ended ended = commands.run(argv(storage.preallocation(), file, wish), CREATE_LIMIT);
        if (!ended.ok()) {
            throw Refused.conflict("unable to create image: " + ended.err().strip());
        }
        SafeFiles.sync(file);
        SafeFiles.syncFolder(SafeFiles.folderOf(file));
    }

    private static List<String> argv(String preallocation, Path file, Wish wish) {
        List<String> argv = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", wish.format()));
        boolean raw = wish.format().equals("raw");
        if (!wish.format().equals("vmdk") && !(raw && preallocation.equals("metadata"))) {
            argv.addAll(List.of("-o", "preallocation=" + preallocation));
        }
        argv.addAll(List.of(file.toString(), wish.kib() + "K"));
        return argv;
    }

    /** @return whether it is gone */
    static boolean removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException e) {
            return false; // not empty: others are in it
        }
    }

    static boolean canMake(String format) {
        return ImageInfo.isFormat(format);
    }
}
