package io.coppice.gateway.http;

import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Refused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One multipart request on its way to disk; lives on the request's event loop. Whatever goes wrong, no file stays. */
final class Multipart {
    private static final Logger LOG = LoggerFactory.getLogger(Multipart.class);
    private static final String FILE_FIELD = "filename";
    private final HttpServerRequest request;
    private final Spool spool;
    private final BiConsumer<Map<String, Object>, Upload> done;
    private final Consumer<Throwable> failed;
    private final List<Upload> files = new ArrayList<>();
    private final List<Future<Void>> writes = new ArrayList<>();
    private @Nullable Throwable trouble;
    private boolean over;

    Multipart(
            HttpServerRequest request,
            Spool spool,
            BiConsumer<Map<String, Object>, Upload> done,
            Consumer<Throwable> failed) {
        this.request = request;
        this.spool = spool;
        this.done = done;
        this.failed = failed;
    }

    void read() {
        request.exceptionHandler(this::abandon);
        request.uploadHandler(this::part);
        request.endHandler(end -> Future.join(writes).onComplete(written -> finish()));
        try {
            request.setExpectMultipart(true);
        } catch (RuntimeException e) {
            // no boundary, or one that cannot be
            throw Refused.badParameter("Content-Type", "multipart/form-data needs a boundary");
        }
    }

    private void part(HttpServerFileUpload part) {
        if (over || !FILE_FIELD.equals(part.name()) || !files.isEmpty()) {
            trouble(Refused.badParameter(
                    String.valueOf(part.name()), "send one file, as multipart field '" + FILE_FIELD + "'"));
            part.handler(drop -> {});
            return;
        }
        Upload upload = new Upload(String.valueOf(part.filename()), spool.newFile());
        files.add(upload);
        writes.add(part.streamToFileSystem(upload.file().toString()).onComplete(written -> {
            if (written.failed()) {
                LOG.info("an upload from {} was not written", request.remoteAddress(), written.cause());
                trouble(Refused.conflict(
                        "the upload could not be written to " + spool.folder() + "; is its disk full?"));
            }
            if (over) {
                spool.discard(upload);
            }
        }));
    }

    private void trouble(Throwable cause) {
        trouble = trouble == null ? cause : trouble;
    }

    /** The connection ended, or the decoder could not go on; a file that is being written goes when its writer ends. */
    private void abandon(Throwable cause) {
        if (!over) {
            over = true;
            files.forEach(spool::discard);
            failed.accept(
                    cause instanceof Refused ? cause : Refused.badParameter("body", "the multipart body is malformed"));
        }
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        if (trouble == null && files.isEmpty()) {
            trouble = Refused.badParameter(FILE_FIELD, "property is missing and it is not optional");
        }
        if (trouble != null) {
            files.forEach(spool::discard);
            failed.accept(trouble);
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            request.formAttributes().forEach(e -> RequestParameters.add(fields, e.getKey(), e.getValue()));
        } catch (Refused r) {
            files.forEach(spool::discard);
            failed.accept(r);
            return;
        }
        fields.put(FILE_FIELD, files.getFirst().name());
        done.accept(fields, files.getFirst());
    }
}
