package io.coppice.gateway.http;

import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.ServiceServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.Pipe;
import java.util.concurrent.TimeUnit;

/**
 * Puts one answer on the wire. Where the rest of a request was not read it is dropped, so that the client reads the answer
 * before its connection ends: closing at once would reset it.
 */
final class Reply {
    /** How far a revision has come travels in this header, both ways. */
    static final String REVISION = "Coppice-Revision";

    /** So much is dropped of a request that was refused by its head; then the connection is closed under it. */
    private static final long MOST_DROPPED = 16L * 1024 * 1024;

    /** With less than this to come, the connection can go on. */
    private static final long LITTLE = 1024L * 1024;

    private static final long LINGER_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private final HttpServerRequest request;
    private final Vertx vertx;
    private long dropped;

    Reply(HttpServerRequest request, Vertx vertx) {
        this.request = request;
        this.vertx = vertx;
    }

    /** After the whole request was read. */
    void send(Answer answer, String revision) {
        end(head(answer, revision), answer);
    }

    private void end(HttpServerResponse response, Answer answer) {
        if (!response.ended() && !response.closed()) {
            if (request.method() == HttpMethod.HEAD) {
                response.putHeader("Content-Length", String.valueOf(answer.body().length));
            }
            response.end(Buffer.buffer(answer.body()));
        }
    }

    /** A document as it is. Who has it already, and says so by its tag, gets 304 and no body. */
    void document(byte[] json) {
        tagged(new Answer(200, "OK", json), "", "no-cache");
    }

    /** A list, or the part of it that was asked for, with its tag. */
    void list(Answer answer, ServiceClient.Answered answered) {
        if (!answered.total().isEmpty() && !request.response().headWritten()) {
            request.response().putHeader(ServiceServer.TOTAL, answered.total());
        }
        tagged(answer, answered.revision(), "no-store");
    }

    private void tagged(Answer whole, String revision, String caching) {
        String tag = EntityTag.of(whole.body());
        boolean known = EntityTag.matches(request.getHeader("If-None-Match"), tag);
        Answer answer = known ? new Answer(304, "Not Modified", new byte[0]) : whole;
        HttpServerResponse response = head(answer, revision);
        if (!response.headWritten() && !response.ended() && !response.closed()) {
            response.putHeader("ETag", tag).putHeader("Cache-Control", caching);
        }
        end(response, answer);
    }

    /** On the event loop, where the request's body may be on its way. */
    void refuse(Answer answer) {
        if (request.isEnded()) {
            send(answer, "");
            return;
        }
        HttpServerResponse response = head(answer, "");
        if (response.ended() || response.closed()) {
            return;
        }
        boolean close = !hasLittleToCome();
        if (close) {
            response.putHeader("Connection", "close");
            vertx.setTimer(LINGER_MILLIS, late -> request.connection().close());
        }
        request.handler(part -> {
            dropped += part.length();
            if (dropped > MOST_DROPPED) {
                request.connection().close();
            }
        });
        request.exceptionHandler(gone -> {});
        request.endHandler(end -> {
            if (close) {
                request.connection().close();
            }
        });
        request.resume();
        response.end(Buffer.buffer(answer.body()));
    }

    /** A client that waits for leave to send its body may not send it at all: nothing can follow on its connection. */
    private boolean hasLittleToCome() {
        String length = request.getHeader("Content-Length");
        return request.getHeader("Expect") == null
                && request.getHeader("Transfer-Encoding") == null
                && (length == null || length.length() < 8 && Long.parseLong(length) < LITTLE);
    }

    /** Streams a file, no faster than the client reads. */
    void file(ServiceClient.Incoming file, String revision) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            file.bytes().handler(drop -> {}).resume();
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", file.type())
                .putHeader("Content-Disposition", "attachment; filename=\"" + safe(file.name()) + "\"")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Server", "coppice")
                .putHeader(REVISION, revision);
        file.bytes().pipeTo(response).onFailure(cause -> request.connection().close());
    }

    /** Passes long data on within its envelope, no faster than the client reads; 304 to who has it already. */
    void large(Answer.Dialect dialect, ServiceClient.Large data, String revision) {
        boolean known = EntityTag.matches(request.getHeader("If-None-Match"), data.tag());
        byte[] head = Answer.head(dialect);
        HttpServerResponse response =
                head(known ? new Answer(304, "Not Modified", head) : new Answer(200, "OK", head), revision);
        if (response.headWritten() || response.ended() || response.closed()) {
            data.drop();
            return;
        }
        response.putHeader("ETag", data.tag());
        if (known) {
            data.drop();
            response.end();
            return;
        }
        response.putHeader("Content-Length", Long.toString(head.length + data.length() + 1));
        if (request.method() == HttpMethod.HEAD) {
            data.drop();
            response.end();
            return;
        }
        Pipe<Buffer> pipe = data.bytes().pipe().endOnComplete(false);
        response.write(Buffer.buffer(head));
        pipe.to(response).compose(all -> response.end("}")).onFailure(gone -> {
            data.drop();
            request.connection().close();
        });
    }

    private HttpServerResponse head(Answer answer, String revision) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.ended() || response.closed()) {
            return response;
        }
        response.setStatusCode(answer.status())
                .setStatusMessage(answer.reason())
                .putHeader("Content-Type", Answer.JSON_TYPE)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Server", "coppice");
        if (!revision.isEmpty()) {
            response.putHeader(REVISION, revision);
        }
        return response;
    }

    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9._:-]", "_");
    }
}
