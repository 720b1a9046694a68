package io.coppice.gateway.http;

import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One multipart request on its way to disk; lives on the request's event loop. Whatever goes wrong, no file stays. */
final class Multipart {
    private static final Logger LOG = LoggerFactory.getLogger(Multipart.class);
    private static final String FILE_FIELD = "filename";
    private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private final HttpServerRequest request;
    private final Vertx vertx;
    private final Spool spool;
    private final BiConsumer<Map<String, Object>, Upload> done;
    private final Consumer<Throwable> failed;
    private final List<Upload> files = new ArrayList<>();
    private final List<HttpServerFileUpload> parts = new ArrayList<>();
    private final List<Future<Void>> writes = new ArrayList<>();
    private @Nullable Throwable trouble;
    private boolean over;

    Multipart(
            HttpServerRequest request,
            Vertx vertx,
            Spool spool,
            BiConsumer<Map<String, Object>, Upload> done,
            Consumer<Throwable> failed) {
        this.request = request;
        this.vertx = vertx;
        this.spool = spool;
        this.done = done;
        this.failed = failed;
    }

    void read() {
        request.exceptionHandler(this::abandon);
        request.uploadHandler(this::part);
        request.endHandler(end -> ended());
        try {
            request.setExpectMultipart(true);
        } catch (RuntimeException e) {
            // no boundary, or one that cannot be
            throw Refused.badParameter("Content-Type", "multipart/form-data needs a boundary");
        }
    }

    /**
     * The last bytes may still be on their way to disk. A part without its closing boundary never gets there: what has not
     * grown between two looks is given up.
     */
    private void ended() {
        long[] last = {-1};
        long looks = vertx.setPeriodic(LOOK_MILLIS, look -> {
            long now = files.stream().mapToLong(Multipart::written).sum();
            if (now == last[0] || over) {
                vertx.cancelTimer(look);
                abandon(Refused.badParameter("body", "the multipart body ends before its last boundary"));
            }
            last[0] = now;
        });
        Future.join(writes).onComplete(written -> {
            vertx.cancelTimer(looks);
            finish();
        });
    }

    private static long written(Upload upload) {
        return upload.file().toFile().length();
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
        parts.add(part);
        writes.add(part.streamToFileSystem(upload.file().toString()).onComplete(written -> {
            if (written.failed()) {
                LOG.info("an upload was not written: {}", String.valueOf(written.cause()));
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
            for (int i = 0; i < parts.size(); i++) {
                if (!writes.get(i).isComplete()) {
                    cancel(parts.get(i));
                }
            }
            files.forEach(spool::discard);
            failed.accept(
                    cause instanceof Refused ? cause : Refused.badParameter("body", "the multipart body is malformed"));
        }
    }

    private static void cancel(HttpServerFileUpload part) {
        try {
            part.cancelStreamToFileSystem();
        } catch (IllegalStateException e) {
            // its file is not open yet: the writer finds no more to write
            LOG.debug("an upload ended before it began", e);
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
