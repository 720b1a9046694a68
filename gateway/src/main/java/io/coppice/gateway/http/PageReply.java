package io.coppice.gateway.http;

import io.coppice.gateway.page.PageFile;
import io.coppice.gateway.page.PageFiles;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers for a file of the web page, which needs no login. */
final class PageReply {
    /** The page loads from here alone and nobody may frame it; libraries set styles on elements. */
    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
                    + " object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final PageFiles files;

    PageReply(PageFiles files) {
        this.files = files;
    }

    /** Whether there is such a file; if so, the request is answered. */
    boolean answer(HttpServerRequest request, List<String> path) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            return false;
        }
        Optional<PageFile> found = files.find(path);
        found.ifPresent(file -> send(request, file));
        return found.isPresent();
    }

    private static void send(HttpServerRequest request, PageFile file) {
        String tag = EntityTag.of(file.bytes());
        HttpServerResponse response = request.response();
        response.putHeader("ETag", tag)
                .putHeader("Content-Type", file.type())
                .putHeader("Cache-Control", file.isLasting() ? "public, max-age=31536000, immutable" : "no-cache")
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Server", "coppice");
        if (EntityTag.matches(request.getHeader("If-None-Match"), tag)) {
            response.setStatusCode(304).end();
            return;
        }
        byte[] body = file.bytes();
        if (file.gzip().length > 0 && takesGzip(request.getHeader("Accept-Encoding"))) {
            response.putHeader("Content-Encoding", "gzip");
            body = file.gzip();
        }
        if (request.method() == HttpMethod.HEAD) {
            response.putHeader("Content-Length", String.valueOf(body.length)).end();
        } else {
            response.end(Buffer.buffer(body));
        }
    }

    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }
}
