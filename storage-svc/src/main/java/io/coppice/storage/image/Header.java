package io.coppice.storage.image;

import java.io.IOException;
import java.util.Optional;

/**
 * What an image's header says.
 *
 * @param virtualBytes what a guest sees
 * @param backing the image below it, as the file names it
 */
record Header(long virtualBytes, Optional<String> backing) {
    private static final int SECTOR = 512;

    /** @throws IOException if the content is no image of that format */
    static Header read(String format, Content content) throws IOException {
        return switch (format) {
            case "qcow2" -> Qcow2.header(content);
            case "vmdk" -> Vmdk.header(content);
            case "raw" -> new Header(sectors(content.size()), Optional.empty());
            default -> throw new IOException("images of format '" + format + "' are not known here");
        };
    }

    /** A guest sees whole sectors. */
    private static long sectors(long bytes) {
        return Math.ceilDiv(bytes, SECTOR) * SECTOR;
    }
}
