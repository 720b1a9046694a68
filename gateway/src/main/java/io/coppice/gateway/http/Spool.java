package io.coppice.gateway.http;

import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Refused;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where uploads lie until their service has moved them: a folder of the gateway's own, streamed to and never kept. */
public final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    /** So much of the disk uploads leave to others. */
    private static final long SPARED = 64L * 1024 * 1024;

    private final Path folder;

    /** What an earlier run left is removed. */
    public Spool(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "upload-*")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** Streams a multipart request to disk; then one of the two is told, once, or none where the connection ends first. */
    void receive(
            HttpServerRequest request,
            Vertx vertx,
            BiConsumer<Map<String, Object>, Upload> done,
            Consumer<Throwable> failed) {
        requireRoom(request.getHeader("Content-Length"));
        new Multipart(request, vertx, this, done, failed).read();
    }

    private void requireRoom(String length) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace() - SPARED;
            if (length != null && Long.parseLong(length) > free) {
                throw Refused.conflict("the upload needs " + length + " bytes and the disk of " + folder + " has "
                        + Math.max(0, free) + "; make room there");
            }
        } catch (IOException | NumberFormatException e) {
            LOG.warn("it is not known how much room {} has", folder, e);
        }
    }

    Path newFile() {
        return folder.resolve("upload-" + UUID.randomUUID());
    }

    Path folder() {
        return folder;
    }

    /** Removes what no service has moved away. */
    void discard(Upload upload) {
        try {
            Files.deleteIfExists(upload.file());
        } catch (IOException e) {
            LOG.warn("cannot remove {}", upload.file(), e);
        }
    }
}
