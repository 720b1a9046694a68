package io.coppice.gateway.http;

import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Refused;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where uploads lie until their service has moved them: a folder of the gateway's own, streamed to and never kept. */
public final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String FILE_FIELD = "filename";
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

    /** Streams a multipart request to disk; then one of the two is told, once. */
    void receive(HttpServerRequest request, BiConsumer<Map<String, Object>, Upload> done, Consumer<Throwable> failed) {
        List<Upload> files = new ArrayList<>();
        AtomicReference<Throwable> trouble = new AtomicReference<>();
        request.setExpectMultipart(true);
        request.uploadHandler(part -> {
            if (!part.name().equals(FILE_FIELD) || !files.isEmpty()) {
                trouble.compareAndSet(
                        null,
                        Refused.badParameter(part.name(), "send one file, as multipart field '" + FILE_FIELD + "'"));
                part.handler(drop -> {});
                return;
            }
            files.add(store(part, trouble));
        });
        request.exceptionHandler(cause -> {
            files.forEach(this::discard);
            failed.accept(cause);
        });
        request.endHandler(end -> {
            Throwable wrong = trouble.get();
            if (wrong == null && files.isEmpty()) {
                wrong = Refused.badParameter(FILE_FIELD, "property is missing and it is not optional");
            }
            if (wrong != null) {
                files.forEach(this::discard);
                failed.accept(wrong);
                return;
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            request.formAttributes().forEach(e -> RequestParameters.add(fields, e.getKey(), e.getValue()));
            fields.put(FILE_FIELD, files.getFirst().name());
            done.accept(fields, files.getFirst());
        });
    }

    private Upload store(HttpServerFileUpload part, AtomicReference<Throwable> trouble) {
        Path file = folder.resolve("upload-" + UUID.randomUUID());
        part.streamToFileSystem(file.toString()).onFailure(cause -> {
            LOG.warn("an upload could not be written", cause);
            trouble.compareAndSet(
                    null, Refused.conflict("the upload could not be written to " + folder + "; is its disk full?"));
        });
        return new Upload(part.filename(), file);
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
