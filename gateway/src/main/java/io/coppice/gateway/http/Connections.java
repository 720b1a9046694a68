package io.coppice.gateway.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections that do nothing: without a request, in the middle of a head, of a body, or of an answer that nobody
 * reads. One whose request is being worked on is left alone, however long that takes; an idle timeout below HTTP could
 * not tell.
 */
final class Connections {
    /** More than any site has clients; each costs some tens of KiB. */
    private static final int MOST = 16_384;

    private final Map<HttpConnection, Line> lines = new ConcurrentHashMap<>();
    private final long idleNanos;

    private static final class Line {
        private volatile long since = System.nanoTime();
        private volatile long progress = -1;
        private volatile @Nullable HttpServerRequest request;
    }

    Connections(Duration idle) {
        this.idleNanos = idle.toNanos();
    }

    void opened(HttpConnection connection) {
        if (lines.size() >= MOST) {
            connection.close();
            return;
        }
        lines.put(connection, new Line());
        connection.closeHandler(closed -> lines.remove(connection));
    }

    void begun(HttpServerRequest request) {
        Line line = lines.get(request.connection());
        if (line != null) {
            line.request = request;
            line.progress = -1;
            request.response().endHandler(end -> {
                line.since = System.nanoTime();
                line.request = null;
            });
        }
    }

    /** From now on a connection is a websocket, and no concern of this. */
    void upgraded(HttpConnection connection) {
        lines.remove(connection);
    }

    int count() {
        return lines.size();
    }

    /** What became of it looks after its own life from now on. */
    void leave(HttpConnection connection) {
        lines.remove(connection);
    }

    void sweep() {
        long now = System.nanoTime();
        lines.forEach((connection, line) -> {
            HttpServerRequest request = line.request;
            if (request != null) {
                boolean atWork = request.isEnded() && !request.response().headWritten();
                long progress = request.bytesRead() + request.response().bytesWritten();
                if (atWork || progress != line.progress) {
                    line.progress = progress;
                    line.since = now;
                }
            }
            if (now - line.since > idleNanos) {
                connection.close();
            }
        });
    }
}
