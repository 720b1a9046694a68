package io.coppice.storage.upload;

import io.coppice.contract.api.storage.ContentApi;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.SafeFiles;
import io.coppice.storage.directory.Unfinished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/**
 * Takes a spooled file into a storage under a name that no volume has: it is ours from then on, and nobody else's. It is
 * copied, since the gateway could keep a file open that was renamed.
 */
public final class Incoming {
    private final DirectoryStorage directories;
    private final Unfinished unfinished;
    private final Path spool;

    /** @param spool the one folder from which files are taken: who names another wants what is not theirs */
    public Incoming(DirectoryStorage directories, Unfinished unfinished, Path spool) {
        this.directories = directories;
        this.unfinished = unfinished;
        this.spool = spool.toAbsolutePath().normalize();
    }

    /**
     * A file that was taken in.
     *
     * @param file where it lies, in the folder of its content; held by who took it
     * @param volume the name that it shall have
     */
    public record Taken(Unfinished.Hold file, VolumeName volume) {}

    /** @throws Refused for a name, suffix or content that this storage does not take */
    public Taken take(Storage storage, ContentApi.UploadFile in) throws IOException {
        ContentKind kind = requireKind(storage, in.content());
        VolumeName volume = target(storage, kind, in.filename());
        directories.activate(storage);
        Path folder = storage.layout().directory(kind);
        SafeFiles.requireInside(storage.layout().root(), folder);
        Unfinished.Hold hold = unfinished.in(folder);
        try {
            move(storage, in.upload(), hold.file());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(hold.file()); // a full disk must not stay full of it
            hold.close();
            throw e;
        }
        return new Taken(hold, volume);
    }

    /** @throws Refused where the storage does not hold such content */
    public static ContentKind requireKind(Storage storage, String content) {
        return ContentKind.of(content)
                .filter(storage.content()::contains)
                .orElseThrow(() -> Refused.badParameter(
                        "content", "storage '" + storage.id() + "' does not hold content of type '" + content + "'"));
    }

    /**
     * The volume that a file which a client calls so becomes.
     *
     * @throws Refused for a name or suffix that the content does not take
     */
    public static VolumeName target(Storage storage, ContentKind kind, String filename) {
        String name = safeName(filename);
        try {
            return DirectoryStorage.name(storage, kind.word() + "/" + name);
        } catch (Refused r) {
            throw Refused.badParameter(
                    "filename", "wrong file extension or characters for content '" + kind.word() + "'");
        }
    }

    /** The last part of what a client calls it; blanks and odd letters become underscores, as clients expect. */
    private static String safeName(String given) {
        String last = given.replace('\\', '/').replaceFirst("(?s).*/", "");
        String safe = last.replaceAll("[^-a-zA-Z0-9_.]", "_");
        if (safe.startsWith(".") || safe.isEmpty()) {
            throw Refused.badParameter("filename", "give a file name that does not begin with a dot");
        }
        if (safe.length() > 255) {
            throw Refused.badParameter("filename", "a file name has 255 letters at most");
        }
        return safe;
    }

    /** A link is never followed, and the old owner keeps no hold of the file. */
    private void move(Storage storage, Upload upload, Path target) throws IOException {
        Path spooled = requireSpooled(upload);
        long bytes = Files.size(spooled);
        DirectoryStorage.Space space = directories.space(storage);
        if (bytes > space.available()) {
            throw noSpace(storage, bytes);
        }
        try (FileChannel from = FileChannel.open(spooled, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                InputStream in = Channels.newInputStream(from)) {
            Files.copy(in, target);
        } catch (IOException e) {
            if (isFull(storage)) {
                throw noSpace(storage, bytes);
            }
            throw e;
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        Files.delete(spooled);
    }

    private boolean isFull(Storage storage) {
        return directories.space(storage).available() == 0;
    }

    private static Refused noSpace(Storage storage, long bytes) {
        return Refused.conflict("storage '" + storage.id() + "' has no space for an upload of " + bytes
                + " bytes; remove something or choose another storage");
    }

    /** A captured gateway can name any path: only its own files in its own folder are taken, which it owns. */
    private Path requireSpooled(Upload upload) throws IOException {
        Path file = upload.file();
        if (!spool.equals(file.getParent()) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw Refused.conflict("the upload is gone; send it again");
        }
        boolean sameOwner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(Files.getAttribute(spool, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        boolean oneName = Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                .equals(1);
        if (!sameOwner || !oneName) {
            throw Refused.conflict("the upload is not the gateway's own file");
        }
        return file;
    }

    static String algorithm(String word) {
        return word.equals("md5") ? "MD5" : "SHA-" + word.substring(3).toUpperCase(Locale.ROOT);
    }
}
