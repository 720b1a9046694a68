package io.coppice.storage.directory;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.volume.VolumeName;
import io.coppice.storage.definition.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Images that leave for another node, or come from one: what is written bears the mark of the task that moves it. */
public final class MovedFiles {
    private static final int TRIES = 10;
    private final DirectoryStorage directories;
    private final Marks marks;
    private final Images images;
    private final VolumeNews news;

    /** A part of an image, in bytes. */
    public record Range(long offset, long length) {
        /** @throws Refused when it is none */
        public Range {
            if (offset < 0 || length < 0) {
                throw Refused.badParameter(offset < 0 ? "offset" : "length", "must not be negative");
            }
        }
    }

    MovedFiles(DirectoryStorage directories, Marks marks, Images images, VolumeNews news) {
        this.directories = directories;
        this.marks = marks;
        this.images = images;
        this.news = news;
    }

    /**
     * Marks a volume that is there.
     *
     * @return the length of its file
     * @throws Refused when it bears another mark, or is no image of its own
     */
    public long mark(Storage storage, String volume, String mark) throws IOException {
        Path file = directories.file(storage, volume);
        if (Listing.info(file, requireWhole(storage, volume)).backing().isPresent()) {
            throw cannot(storage, volume);
        }
        if (!marks.of(file).equals(Optional.of(mark)) && !marks.claim(file, mark)) {
            throw Refused.conflict("volume '" + storage.id() + ":" + volume + "' is being made or moved; try again");
        }
        return Files.size(file);
    }

    private static VolumeName requireWhole(Storage storage, String volume) {
        VolumeName name = DirectoryStorage.name(storage, volume);
        Vmid owner = name.owner().map(Vmid::parse).orElseThrow(() -> cannot(storage, volume));
        if (name.base().isPresent() || !DirectoryStorage.isImageName(name.name(), owner)) {
            throw cannot(storage, volume);
        }
        return name;
    }

    private static Refused cannot(Storage storage, String volume) {
        return Refused.conflict(
                "volume '" + storage.id() + ":" + volume + "' cannot be moved: it is no image that stands by itself");
    }

    /** Takes the mark off, if it is this one. */
    public void unmark(Storage storage, String volume, String mark) throws IOException {
        Path file = DirectoryStorage.place(storage, DirectoryStorage.name(storage, volume));
        if (marks.of(file).equals(Optional.of(mark))) {
            marks.remove(file);
        }
    }

    /**
     * Takes a name for an image that comes, and makes its empty file.
     *
     * @return how long the file is: what came before under the same mark stays
     * @throws Refused when the name is taken
     */
    public long begin(Storage storage, String volume, String mark) throws IOException, InterruptedException {
        VolumeName name = requireWhole(storage, volume);
        directories.requireMakes(storage, name.format().orElse("raw"));
        Path file = DirectoryStorage.place(storage, name);
        claim(storage, file, mark);
        if (!SafeFiles.isPlainFile(file)) {
            news.allocated(new VolumeId(storage.id(), volume), mark, () -> create(file));
        }
        return Files.size(file);
    }

    /** The guest's folder may go with its last image at any moment, and is made again then. */
    private void claim(Storage storage, Path file, String mark) throws IOException {
        Path folder = SafeFiles.folderOf(file);
        for (int tries = 1; ; tries++) {
            Files.createDirectories(folder);
            try {
                SafeFiles.requireInside(storage.layout().root(), folder);
                if (!marks.of(file).equals(Optional.of(mark)) && !images.take(file, mark)) {
                    throw Refused.conflict("unable to create '" + storage.id() + ":" + folder.getFileName() + "/"
                            + file.getFileName() + "' - it exists already");
                }
                return;
            } catch (java.nio.file.NoSuchFileException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(Images.FOR_ROOT));
        } catch (FileAlreadyExistsException e) {
            if (!SafeFiles.isPlainFile(file)) {
                throw e;
            }
        }
        SafeFiles.syncFolder(SafeFiles.folderOf(file));
    }

    /**
     * Writes a part of an image that comes, as {@link PartReader} sends it, and brings it to disk.
     *
     * @return its sum, of what lies there then
     */
    public String receive(Storage storage, String volume, String mark, Range range, InputStream bytes)
            throws IOException {
        try (FileChannel channel = open(storage, volume, mark)) {
            return new PartWriter(channel, range.offset(), range.length()).write(bytes);
        }
    }

    /** Brings to disk what has come, and looks at a part of it; behind its end there are zeros. */
    public String sum(Storage storage, String volume, String mark, Range range) throws IOException {
        try (FileChannel channel = open(storage, volume, mark)) {
            channel.force(false);
            return Parts.sum(channel, range.offset(), range.length());
        }
    }

    /** Gives it its length, and brings all of it to disk. */
    public void finish(Storage storage, String volume, String mark, long bytes) throws IOException {
        try (FileChannel channel = open(storage, volume, mark)) {
            if (channel.size() > bytes) {
                channel.truncate(bytes);
            } else if (channel.size() < bytes) {
                channel.write(ByteBuffer.wrap(new byte[1]), bytes - 1);
            }
            channel.force(true);
        }
    }

    private FileChannel open(Storage storage, String volume, String mark) throws IOException {
        Path file = directories.file(storage, volume);
        if (!marks.of(file).equals(Optional.of(mark))) {
            throw Refused.conflict("volume '" + storage.id() + ":" + volume + "' is not being moved by this task");
        }
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
}
