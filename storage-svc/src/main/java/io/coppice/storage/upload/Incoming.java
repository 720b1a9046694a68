package io.coppice.storage.upload;

import io.coppice.contract.api.storage.ContentApi;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Takes a spooled file into a storage under a name that no volume has: it is ours from then on, and nobody else's. */
public final class Incoming {
    private final DirectoryStorage directories;

    public Incoming(DirectoryStorage directories) {
        this.directories = directories;
    }

    /**
     * A file that was taken in.
     *
     * @param file where it lies, in the folder of its content
     * @param volume the name that it shall have
     */
    public record Taken(Path file, VolumeName volume) {}

    /** @throws Refused for a name, suffix or content that this storage does not take */
    public Taken take(Storage storage, ContentApi.UploadFile in) throws IOException {
        ContentKind kind = ContentKind.of(in.content())
                .filter(storage.content()::contains)
                .orElseThrow(() -> Refused.badParameter(
                        "content",
                        "storage '" + storage.id() + "' does not hold content of type '" + in.content() + "'"));
        String name = safeName(in.filename());
        VolumeName volume;
        try {
            volume = DirectoryStorage.name(storage, kind.word() + "/" + name);
        } catch (Refused r) {
            throw Refused.badParameter(
                    "filename", "wrong file extension or characters for content '" + kind.word() + "'");
        }
        directories.prepare(storage);
        Path folder = storage.layout().directory(kind);
        Path target = folder.resolve("." + UUID.randomUUID() + ".upload");
        move(in.upload().file(), target);
        return new Taken(target, volume);
    }

    /** The last part of what a client calls it; blanks and odd letters become underscores, as clients expect. */
    private static String safeName(String given) {
        String last = given.replace('\\', '/').replaceFirst(".*/", "");
        String safe = last.replaceAll("[^-a-zA-Z0-9_.]", "_");
        if (safe.startsWith(".") || safe.isEmpty()) {
            throw Refused.badParameter("filename", "give a file name that does not begin with a dot");
        }
        return safe;
    }

    /** Renamed where it can be, else copied; a link is never followed, and the old owner keeps no hold of it. */
    private static void move(Path spooled, Path target) throws IOException {
        if (!Files.isRegularFile(spooled, LinkOption.NOFOLLOW_LINKS)) {
            throw Refused.conflict("the upload is gone; send it again");
        }
        try (FileChannel from = FileChannel.open(spooled, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                InputStream in = Channels.newInputStream(from)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            Files.deleteIfExists(target); // a full disk must not stay full of it
            throw e;
        }
        Files.delete(spooled);
    }

    static String algorithm(String word) {
        return word.equals("md5") ? "MD5" : "SHA-" + word.substring(3).toUpperCase(Locale.ROOT);
    }
}
