package io.coppice.node.event;

import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLog;
import io.coppice.servicekit.event.LogReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Copies of one other node's logs on this one: the same names, lines and positions, so that a cursor means the same here.
 * Used on one thread.
 */
final class LogCopies implements AutoCloseable {
    /** As long as the logs themselves, and less in bytes, since there is one for each service of each node. */
    private static final EventLog.Limits LIMITS = new EventLog.Limits(Duration.ofDays(7), 100L << 20, 1 << 20);

    private final Path root;
    private final String prefix;
    private final InstantSource clock;
    private final Map<String, EventLog> logs = new TreeMap<>();

    /** Opens what an earlier process has copied. */
    LogCopies(Path root, NodeName node, InstantSource clock) throws IOException {
        this.root = Files.createDirectories(root);
        this.prefix = node + "_";
        this.clock = clock;
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                String name = folder.getFileName().toString();
                if (name.startsWith(prefix) && !isOver(folder)) {
                    String log = name.substring(prefix.length());
                    logs.put(log, EventLog.openNamed(folder, log, 1, LIMITS, clock));
                }
            }
        }
    }

    /** Takes away what nobody has written to for as long as lines are kept. */
    private boolean isOver(Path folder) throws IOException {
        Instant newest = Instant.EPOCH;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Instant touched = Files.getLastModifiedTime(file).toInstant();
                newest = touched.isAfter(newest) ? touched : newest;
            }
        }
        if (newest.isAfter(clock.instant().minus(LIMITS.age()))) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        return true;
    }

    /** What is here already. */
    EventCursor next() {
        Map<String, Long> next = new TreeMap<>();
        logs.forEach((name, log) -> next.put(name, log.next()));
        return new EventCursor(next);
    }

    /** What comes next of a log; where that is not what this copy lacks, the copy begins anew there. */
    void goOn(String name, long position) throws IOException {
        EventLog log = logs.get(name);
        if (log != null && log.next() == position) {
            return;
        }
        Path folder = folder(name);
        if (log != null) {
            log.close();
            EventLog.clear(folder);
        }
        logs.put(name, EventLog.openNamed(folder, name, position, LIMITS, clock));
    }

    void add(String name, LogReader.Line line) throws IOException {
        EventLog log = logs.get(name);
        if (log == null || log.next() != line.position()) {
            throw new IOException("line " + line.position() + " of " + name + " was told out of order");
        }
        log.append(position -> line.json().getBytes(StandardCharsets.UTF_8));
    }

    private Path folder(String name) {
        return root.resolve(prefix + name);
    }

    @Override
    public void close() throws IOException {
        for (EventLog log : logs.values()) {
            log.close();
        }
    }
}
