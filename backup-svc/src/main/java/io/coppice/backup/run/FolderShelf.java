package io.coppice.backup.run;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that root@pam names, {@code dumpdir}. Nothing is noted of archives there but their log. */
final class FolderShelf implements Shelf {
    private final Path folder;

    FolderShelf(Path folder) {
        this.folder = folder;
    }

    private Path archive(Entry entry) {
        return folder.resolve(entry.name());
    }

    private Path part(Entry entry) {
        return folder.resolve("." + entry.name() + "." + entry.mark() + ".part");
    }

    @Override
    public Path begin(Entry entry) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Refused.badParameter("dumpdir", "there is no directory '" + folder + "'");
        }
        if (Files.exists(archive(entry), LinkOption.NOFOLLOW_LINKS)) {
            throw Refused.conflict("there is an archive '" + archive(entry) + "' already");
        }
        Files.deleteIfExists(part(entry));
        return Files.createFile(
                part(entry), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    @Override
    public String finish(Entry entry, Label label) throws IOException {
        if (Files.isRegularFile(part(entry), LinkOption.NOFOLLOW_LINKS)) {
            sync(part(entry), StandardOpenOption.WRITE);
            Files.move(part(entry), archive(entry), StandardCopyOption.ATOMIC_MOVE);
            sync(folder, StandardOpenOption.READ);
        } else if (!holds(entry)) {
            throw Refused.notFound("the archive '" + archive(entry) + "' is gone, though nobody has named it yet");
        }
        Files.writeString(folder.resolve(entry.name().replaceFirst("\\.(vma|tar)(\\..+)?$", "") + ".log"), label.log());
        return archive(entry).toString();
    }

    private static void sync(Path file, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, how)) {
            channel.force(true);
        }
    }

    @Override
    public void discard(Entry entry) throws IOException {
        Files.deleteIfExists(part(entry));
    }

    @Override
    public boolean holds(Entry entry) {
        return Files.isRegularFile(archive(entry), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Path place(Entry entry) {
        return archive(entry);
    }

    @Override
    public Pruned prune(Vmid vmid, String type, String keep, String mark) {
        throw new UnsupportedOperationException("backups in a directory are not pruned");
    }
}
