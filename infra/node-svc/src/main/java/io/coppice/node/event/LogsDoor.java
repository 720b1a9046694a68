package io.coppice.node.event;

import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.LinkServer;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.HistoryLog;
import io.coppice.servicekit.event.LogLines;
import io.coppice.servicekit.event.LogReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives other nodes what this one's services tell, over their links. A question is a cursor of this node's logs; the answer
 * comes as soon as there is more, or after ten seconds, in lines of text, fields between tabs:
 *
 * <pre>
 * seen REVISION              the truth was here, or further, when what follows happened
 * log NAME NEXT              a log of this node, and the position of the first line below, or of the next one
 * line NAME POSITION CLOUDEVENT
 * </pre>
 *
 * The history of the truth is not among them, since each node has it. Of a log that the other does not know it gets all that
 * is kept, but what this node told before it joined.
 */
public final class LogsDoor implements LinkServer.Behind {
    public static final String PATH = "/events";
    static final Duration WAIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(LogsDoor.class);
    private static final Duration GLANCE = Duration.ofMillis(500);
    private static final int AT_ONCE = 200;
    private static final int LONGEST_QUESTION = 16 * 1024;

    private final EventLogs logs;
    private final Supplier<String> revision;
    private final EventCursor joined;

    /**
     * @param logs of this node
     * @param revision of the truth as it is now
     * @param joined where the logs stood when this node joined
     */
    public LogsDoor(EventLogs logs, Supplier<String> revision, EventCursor joined) {
        this.logs = logs;
        this.revision = revision;
        this.joined = joined;
    }

    @Override
    public void serve(ClusterMember peer, HttpServerRequest request) {
        Buffer question = Buffer.buffer();
        request.handler(part -> {
            if (question.length() + part.length() > LONGEST_QUESTION) {
                request.connection().close();
            } else {
                question.appendBuffer(part);
            }
        });
        request.endHandler(end -> Thread.ofVirtual()
                .name("events-for-" + peer.node())
                .start(() -> answer(peer, request.response(), question.toString())));
    }

    private void answer(ClusterMember peer, HttpServerResponse response, String question) {
        try {
            String told = answer(question);
            if (!response.closed()) {
                response.end(Buffer.buffer(told));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the events for node '{}' cannot be read: {}", peer.node(), e.getMessage());
            if (!response.closed() && !response.ended()) {
                response.setStatusCode(503).end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String answer(String question) throws IOException, InterruptedException {
        EventCursor at = EventCursor.parse(question).orElse(new EventCursor(Map.of()));
        long deadline = System.nanoTime() + WAIT.toNanos();
        while (true) {
            long seen = logs.seen();
            Optional<String> more = once(at);
            long left = deadline - System.nanoTime();
            if (more.isPresent() || left <= 0) {
                return more.orElse("");
            }
            logs.awaitMore(seen, Duration.ofNanos(Math.min(left, GLANCE.toNanos())));
        }
    }

    /** Empty where there is nothing that the other does not know. */
    private Optional<String> once(EventCursor at) throws IOException {
        StringBuilder told = new StringBuilder();
        for (Map.Entry<String, LogLines> log : new TreeMap<>(logs.all()).entrySet()) {
            String name = log.getKey();
            if (name.startsWith(HistoryLog.SOURCE + "-")) {
                continue;
            }
            boolean known = at.next().containsKey(name);
            long from = known ? Math.min(at.of(name), log.getValue().end()) : first(name, log.getValue());
            List<LogReader.Line> lines = log.getValue().read(from, AT_ONCE).lines();
            if (!known || from != at.of(name) || !lines.isEmpty()) {
                long begin = lines.isEmpty() ? from : lines.getFirst().position();
                told.append("log\t").append(name).append('\t').append(begin).append('\n');
                lines.forEach(line -> told.append("line\t")
                        .append(name)
                        .append('\t')
                        .append(line.position())
                        .append('\t')
                        .append(line.json())
                        .append('\n'));
            }
        }
        // asked for afterwards: it has come at least as far as it had when these were told
        return told.isEmpty() ? Optional.empty() : Optional.of("seen\t" + revision.get() + "\n" + told);
    }

    private long first(String name, LogLines log) throws IOException {
        return Math.min(Math.max(log.first(), joined.of(name)), log.end());
    }
}
