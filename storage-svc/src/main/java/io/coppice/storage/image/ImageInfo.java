package io.coppice.storage.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A file of a storage as it is now.
 *
 * @param virtualBytes what a guest sees; of what is no disk image its length
 * @param usedBytes what it takes on the disk
 * @param modifiedSeconds Unix time
 * @param backing the image below it, as the file names it
 */
public record ImageInfo(long virtualBytes, long usedBytes, long modifiedSeconds, Optional<String> backing) {
    private static final Set<String> FORMATS = Set.of("raw", "qcow2", "vmdk");

    /** Whether disk images can be of that format. */
    public static boolean isFormat(String format) {
        return FORMATS.contains(format);
    }

    /** Of a file that is no disk image. */
    public static ImageInfo ofFile(Path file) throws IOException {
        FileFigures figures = plain(file);
        return new ImageInfo(figures.bytes(), figures.usedBytes(), figures.modifiedSeconds(), Optional.empty());
    }

    /**
     * Reads a disk image's header; a guest that writes into it meanwhile does no harm.
     *
     * @throws IOException if it is no image of that format
     */
    public static ImageInfo ofImage(Path file, String format) throws IOException {
        FileFigures figures = plain(file);
        Header header = header(file, format, figures.bytes());
        return new ImageInfo(header.virtualBytes(), figures.usedBytes(), figures.modifiedSeconds(), header.backing());
    }

    private static Header header(Path file, String format, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return Header.read(format, Content.of(channel, bytes));
        } catch (ArithmeticException e) {
            throw new IOException("the header of " + file + " is damaged", e);
        }
    }

    private static FileFigures plain(Path file) throws IOException {
        FileFigures figures = FileFigures.of(file);
        if (!figures.plain()) {
            throw new NoSuchFileException(file.toString(), null, "it is no plain file");
        }
        return figures;
    }
}
